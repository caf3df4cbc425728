import { defineProcedure } from '#engine/define.ts';
import type { Action } from '#engine/life-cycle.ts';
import { deciders } from './offices.ts';

const clause = 'Security Plan §1.8 AD1';

/** Somebody else decides: never who asked, never whom it concerns, nor anybody in their place. */
const apart = {
  by: deciders,
  clause,
  notBy: ['open'],
  guards: ['not-the-person-concerned', 'not-in-their-place', 'owns-the-role'],
} as const satisfies Partial<Action>;

/** Who is asked next, when nobody decides or reviews. */
const heads = ['security-manager', 'liso', 'npm', 'itsm-security-manager'] as const;

/**
 * Accounts and roles under the TEMPO User Account Management Procedure (AD1, R-GEN-12): asked for, approved by somebody else, granted with
 * the approval, reviewed every half year, ended. What nobody confirms does not last.
 */
export const accountRequest = defineProcedure({
  id: 'account-request',
  version: 1,
  area: 'organisation',
  clause,
  referencePrefix: 'ACC',
  applicableDocuments: ['AD1'],
  initial: 'requested',
  roles: {
    'any-member': { party: 'organisation' },
    'security-manager': { party: 'organisation' },
    'operations-management': { party: 'organisation' },
    liso: { party: 'organisation' },
    npm: { party: 'organisation' },
    niso: { party: 'organisation' },
    'itsm-security-manager': { party: 'organisation' },
  },
  openedBy: ['any-member'],
  onOpen: ['check-request', 'tell-the-person'],
  fields: {
    kind: { kind: 'choice', required: true, options: ['role', 'account'] },
    person: { kind: 'reference', to: 'people' },
    name: { kind: 'text', max: 200 },
    email: { kind: 'text', max: 254, pattern: '^[^@\\s]+@[^@\\s]+$' },
    locale: { kind: 'choice', options: ['en', 'fr', 'de'] },
    external: { kind: 'boolean' },
    role: { kind: 'text', of: 'role', required: true, max: 60 },
    system: { kind: 'reference', to: 'systems' },
    validFrom: { kind: 'date' },
    validTo: { kind: 'date' },
    reason: { kind: 'text', required: true, multiline: true, max: 5_000 },
    holder: { kind: 'reference', to: 'people', computed: true },
    holding: { kind: 'reference', to: 'role-holdings', computed: true },
    grantedAt: { kind: 'instant', computed: true },
    reviewedAt: { kind: 'instant', computed: true },
    reviewedBy: { kind: 'reference', to: 'people', computed: true },
    endedAt: { kind: 'instant', computed: true },
  },
  states: {
    requested: { kind: 'active', clause },
    granted: { kind: 'active', clause },
    'in-review': { kind: 'active', clause },
    ended: { kind: 'final', outcome: 'achieved', clause },
    refused: { kind: 'final', outcome: 'not-achieved', clause },
    withdrawn: { kind: 'final', outcome: 'not-achieved', clause },
  },
  actions: {
    approve: {
      ...apart,
      from: ['requested'],
      to: 'granted',
      primary: true,
      comment: 'optional',
      approval: {
        needed: 1,
        roles: deciders,
        material: [
          'kind',
          'person',
          'name',
          'email',
          'external',
          'role',
          'system',
          'validFrom',
          'validTo',
          'reason',
        ],
      },
      effects: ['grant-access', 'tell-the-person'],
    },
    refuse: {
      ...apart,
      from: ['requested'],
      to: 'refused',
      comment: 'required',
      effects: ['tell-the-person'],
    },
    withdraw: {
      from: ['requested'],
      to: 'withdrawn',
      by: ['any-member'],
      clause,
      guards: ['is-the-requester'],
      destructive: true,
    },
    'review-due': { from: ['granted'], to: 'in-review', by: 'timer', clause },
    confirm: {
      by: deciders,
      clause,
      guards: ['not-the-person-concerned', 'owns-the-role'],
      from: ['in-review'],
      to: 'granted',
      primary: true,
      form: { finding: { kind: 'text', required: true, multiline: true, max: 5_000 } },
      effects: ['keep-review'],
    },
    end: {
      by: deciders,
      clause,
      guards: ['not-the-person-concerned', 'owns-the-role'],
      from: ['granted', 'in-review'],
      to: 'ended',
      comment: 'required',
      destructive: true,
      form: { endAccount: { kind: 'boolean' } },
      effects: ['end-access', 'tell-the-person'],
    },
    expire: {
      from: ['granted', 'in-review'],
      to: 'ended',
      by: 'timer',
      clause,
      effects: ['end-access', 'tell-the-person'],
    },
    lapse: {
      from: ['in-review'],
      to: 'ended',
      by: 'timer',
      clause,
      effects: ['end-access', 'tell-the-person'],
    },
  },
  deadlines: {
    decision: {
      states: ['requested'],
      within: 'P5D',
      remindBefore: ['P1D'],
      escalateTo: heads,
      escalateEvery: 'P2D',
      clause,
    },
    review: {
      states: ['granted'],
      within: 'P6M',
      remindBefore: ['P14D'],
      escalateTo: heads,
      action: 'review-due',
      clause,
    },
    confirmation: {
      states: ['in-review'],
      within: 'P30D',
      remindBefore: ['P7D'],
      escalateTo: heads,
      action: 'lapse',
      clause,
    },
    end: {
      states: ['granted', 'in-review'],
      when: 'has-an-end',
      within: { by: 'time-to-the-end' },
      remindBefore: ['P14D'],
      escalateTo: heads,
      action: 'expire',
      clause,
    },
  },
  measures: {
    'request-to-access': { from: 'requested', to: 'granted', unit: 'days', clause },
  },
});
