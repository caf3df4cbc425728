import { defineRegister } from '#engine/define.ts';
import { clause, clauseFields } from './fields.ts';

const procedures = ['terms-of-collaboration'] as const;
const readOnly = { read: ['any-member'], create: [], update: [], delete: [] } as const;

/** Terms as they were approved: frozen, with the period in which they decide. A later approval ends the period, nothing else changes. */
export const termsVersions = defineRegister({
  id: 'terms-versions',
  table: 'terms_version',
  area: 'collaboration',
  clause: clause.process,
  class: 'tenant',
  ofCase: true,
  procedures,
  title: 'reference',
  fields: {
    reference: { kind: 'text', required: true, max: 60, list: true, sort: true, search: true },
    revision: { kind: 'integer', required: true, min: 1, list: true },
    title: { kind: 'text', required: true, max: 300, list: true, search: true },
    communities: { kind: 'references', to: 'user-communities', required: true, list: true },
    threads: { kind: 'references', to: 'business-threads', required: true, list: true },
    memberStates: { kind: 'references', to: 'memberships', required: true, list: true },
    /** The administrations that are bound; the central body and the contractor always are. */
    organisations: { kind: 'references', to: 'organisations', required: true, filter: true },
    textDigest: { kind: 'text', required: true, max: 64 },
    replaces: { kind: 'reference', to: 'terms-versions' },
    effectiveFrom: { kind: 'instant', required: true, list: true, sort: true },
    effectiveTo: { kind: 'instant', computed: true, list: true },
  },
  access: readOnly,
  unique: [['reference', 'revision']],
  defaultSort: '-effectiveFrom',
  retention: 'P10Y',
});

/** Every clause of an approved version, frozen; those with a structured part decide what happens while the version is in effect. */
export const termsRules = defineRegister({
  id: 'terms-rules',
  table: 'terms_rule',
  area: 'collaboration',
  clause: clause.deliverable,
  class: 'tenant',
  ofCase: true,
  procedures,
  title: 'title',
  fields: {
    termsVersion: { kind: 'reference', to: 'terms-versions', required: true, filter: true },
    number: { kind: 'text', required: true, max: 12, list: true },
    position: { kind: 'integer', required: true, min: 1, sort: true },
    ...clauseFields,
  },
  access: readOnly,
  unique: [['termsVersion', 'number']],
  defaultSort: 'position',
  retention: 'P10Y',
});

/** The text as it was handed out for review, one record a revision: what parties were asked to agree to stays readable once it is redrafted. */
export const termsTexts = defineRegister({
  id: 'terms-texts',
  table: 'terms_text',
  area: 'collaboration',
  clause: clause.process,
  class: 'tenant',
  ofCase: true,
  procedures,
  title: 'reference',
  fields: {
    reference: { kind: 'text', required: true, max: 60, list: true },
    revision: { kind: 'integer', required: true, min: 1, list: true, sort: true },
    handedOutAt: { kind: 'instant', required: true, list: true },
    textDigest: { kind: 'text', required: true, max: 64 },
    clauses: {
      kind: 'rows',
      required: true,
      fields: {
        number: { kind: 'text', required: true, max: 12 },
        ...clauseFields,
      },
    },
  },
  access: readOnly,
  defaultSort: 'revision',
  retention: 'P10Y',
});
