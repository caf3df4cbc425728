import { defineRegister } from '#engine/define.ts';
import { everybody, programmeManagement } from './roles.ts';

/** Common standards and policies on the security of trans-European systems, provided by the LISO and enforced through terms (R-TOC-11). */
export const commonStandards = defineRegister({
  id: 'common-standards',
  table: 'common_standard',
  area: 'organisation',
  clause: 'Security Plan §3.3',
  class: 'shared',
  title: 'title',
  fields: {
    code: { kind: 'text', required: true, max: 20, list: true, sort: true, search: true },
    title: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    kind: {
      kind: 'choice',
      required: true,
      options: ['standard', 'policy'],
      list: true,
      filter: true,
    },
    reference: { kind: 'text', max: 120, list: true, search: true },
    issuer: { kind: 'text', max: 120, list: true },
    edition: { kind: 'text', required: true, max: 40, list: true },
    effectiveFrom: { kind: 'date', required: true, list: true, sort: true },
    effectiveTo: { kind: 'date', list: true },
    domain: { kind: 'choice', options: ['common', 'local'], list: true, filter: true },
    threads: { kind: 'references', to: 'business-threads', list: true },
    controls: { kind: 'references', to: 'controls' },
    summary: { kind: 'text', multiline: true, max: 5_000 },
  },
  access: {
    read: everybody,
    create: programmeManagement,
    update: programmeManagement,
    delete: [],
  },
  unique: [['code']],
  defaultSort: 'code',
  retention: 'keep',
});

/**
 * What changed in common standards, policies and systems, written by the product with the change: a mission asks for the changes since the
 * last one (H10).
 */
export const referenceChanges = defineRegister({
  id: 'reference-changes',
  table: 'reference_change',
  area: 'organisation',
  clause: 'Security Plan §4.2',
  class: 'shared',
  title: 'subject',
  fields: {
    subject: { kind: 'text', required: true, max: 300, list: true, search: true },
    subjectKind: {
      kind: 'choice',
      required: true,
      options: ['common-standards', 'systems'],
      list: true,
      filter: true,
    },
    standardId: { kind: 'reference', to: 'common-standards', filter: true },
    systemId: { kind: 'reference', to: 'systems', filter: true },
    act: {
      kind: 'choice',
      required: true,
      options: ['entered', 'changed', 'ended'],
      list: true,
      filter: true,
    },
    changedFields: { kind: 'tags', list: true },
    edition: { kind: 'text', max: 40, list: true },
    at: { kind: 'instant', required: true, list: true, sort: true },
  },
  access: { read: everybody, create: [], update: [], delete: [] },
  defaultSort: '-at',
  retention: 'keep',
});
