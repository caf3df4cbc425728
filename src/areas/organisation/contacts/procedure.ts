import { defineProcedure } from '#engine/define.ts';
import { contactValues } from './registers.ts';

const clause = 'Security Plan §6.2';

/** Offices that look at what somebody else proposes. */
export const approvers = [
  'security-manager',
  'operations-management',
  'isirt-lead',
  'liso',
  'taxud-requester',
  'npm',
  'niso',
  'itsm-security-manager',
  'itsm-security-officer',
  'service-desk',
  'third-party-contact',
] as const;

const decision = {
  from: ['proposed'],
  by: approvers,
  clause,
  notBy: ['open'],
  guards: ['not-in-their-place'],
} as const;

/** A change of the directory of contacts: proposed by one person of the organisation, in effect with the approval of another. */
export const contactChange = defineProcedure({
  id: 'contact-change',
  version: 1,
  area: 'organisation',
  clause,
  referencePrefix: 'CTC',
  initial: 'proposed',
  roles: {
    'any-member': { party: 'organisation' },
    'security-manager': { party: 'organisation' },
    'operations-management': { party: 'organisation' },
    'isirt-lead': { party: 'organisation' },
    liso: { party: 'organisation' },
    'taxud-requester': { party: 'organisation' },
    npm: { party: 'organisation' },
    niso: { party: 'organisation' },
    'itsm-security-manager': { party: 'organisation' },
    'itsm-security-officer': { party: 'organisation' },
    'service-desk': { party: 'organisation' },
    'third-party-contact': { party: 'organisation' },
  },
  openedBy: ['any-member'],
  onOpen: ['compare'],
  fields: {
    change: { kind: 'choice', required: true, options: ['enter', 'change', 'end'] },
    contact: { kind: 'reference', to: 'contacts' },
    ...contactValues,
    reason: { kind: 'text', required: true, multiline: true, max: 5_000 },
    differences: {
      kind: 'rows',
      computed: true,
      fields: {
        field: { kind: 'choice', required: true, options: Object.keys(contactValues) },
        before: { kind: 'text', max: 2_000 },
        after: { kind: 'text', max: 2_000 },
      },
    },
    contactVersion: { kind: 'integer', computed: true },
    written: { kind: 'reference', to: 'contacts', computed: true },
  },
  states: {
    proposed: { kind: 'active', clause },
    'in-effect': { kind: 'final', outcome: 'achieved', clause },
    refused: { kind: 'final', outcome: 'not-achieved', clause },
    withdrawn: { kind: 'final', outcome: 'not-achieved', clause },
  },
  actions: {
    approve: {
      ...decision,
      to: 'in-effect',
      primary: true,
      comment: 'optional',
      approval: {
        needed: 1,
        roles: approvers,
        material: ['change', 'contact', 'contactVersion', ...Object.keys(contactValues)],
      },
      effects: ['write-contact'],
    },
    refuse: { ...decision, to: 'refused', comment: 'required', effects: ['tell-the-proposer'] },
    withdraw: {
      from: ['proposed'],
      to: 'withdrawn',
      by: ['any-member'],
      clause,
      guards: ['is-the-proposer'],
      destructive: true,
    },
  },
  deadlines: {
    decision: {
      states: ['proposed'],
      within: 'P3D',
      remindBefore: ['P1D'],
      escalateTo: ['security-manager', 'liso', 'npm', 'itsm-security-manager'],
      escalateEvery: 'P1D',
      clause,
    },
  },
});
