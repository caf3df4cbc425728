import { defineRegister } from '#engine/define.ts';
import type { Fields } from '#engine/fields.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';

const clause = 'X.1052 §9.2';
const keepers = ['security-manager', 'operations-management'] as const;

const subject = {
  party: { kind: 'reference', to: 'organisations', required: true, list: true, filter: true },
  person: { kind: 'reference', to: 'people', list: true, filter: true },
  coversStaff: { kind: 'boolean', list: true },
  contract: { kind: 'reference', to: 'contracts' },
  scope: { kind: 'text', required: true, multiline: true, max: 2000 },
} as const satisfies Fields;

const validity = {
  signedOn: { kind: 'date', required: true },
  validFrom: { kind: 'date', required: true },
  validTo: { kind: 'date' },
} as const satisfies Fields;

/** Prepared, signed for a period, ended before its day. */
const agreementLifeCycle = {
  initial: 'prepared',
  states: {
    prepared: { kind: 'active', clause },
    signed: { kind: 'waiting', outcome: 'achieved', clause },
    ended: { kind: 'final', outcome: 'not-achieved', clause },
  },
  actions: {
    edit: { from: ['prepared'], to: 'same', by: keepers, clause, form: subject },
    sign: {
      from: ['prepared'],
      to: 'signed',
      by: keepers,
      clause,
      primary: true,
      form: validity,
      guards: ['period-is-in-order'],
    },
    end: {
      from: ['prepared', 'signed'],
      to: 'ended',
      by: keepers,
      clause,
      comment: 'required',
      destructive: true,
      effects: ['keep-end'],
    },
  },
} as const satisfies LifeCycle;

/**
 * Confidentiality agreements with third parties and their people (X.1052 §9.2, §12.2.6 d; X.1051 6.1.5): of a person, or of an organisation,
 * which may bind its staff too.
 */
export const confidentialityAgreements = defineRegister({
  id: 'confidentiality-agreements',
  table: 'confidentiality_agreement',
  area: 'organisation',
  clause,
  class: 'tenant',
  title: 'reference',
  fields: {
    reference: { kind: 'text', required: true, max: 100, list: true, sort: true, search: true },
    ...subject,
    signedOn: { kind: 'date', list: true },
    validFrom: { kind: 'date', list: true, sort: true },
    validTo: { kind: 'date', list: true, sort: true },
    endedOn: { kind: 'date', computed: true },
  },
  lifeCycle: agreementLifeCycle,
  access: { read: ['any-member'], create: keepers, update: [], delete: [] },
  unique: [['reference']],
  defaultSort: 'reference',
  retention: 'P10Y',
});
