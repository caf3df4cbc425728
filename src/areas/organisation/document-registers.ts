import { defineRegister } from '#engine/define.ts';
import { securityManagement } from './roles.ts';

/** Framework contract, specific contract, work package, deliverable: what a document is traced to (R-DOC-7). */
export const contracts = defineRegister({
  id: 'contracts',
  table: 'contract',
  area: 'organisation',
  clause: 'Security Plan, document history',
  class: 'tenant',
  title: 'reference',
  fields: {
    kind: {
      kind: 'choice',
      required: true,
      options: ['framework-contract', 'specific-contract', 'work-package', 'deliverable'],
      list: true,
      filter: true,
    },
    reference: { kind: 'text', required: true, max: 100, list: true, sort: true, search: true },
    subject: { kind: 'text', max: 300, list: true, search: true },
    parentId: { kind: 'reference', to: 'contracts', list: true, filter: true },
    contractorId: { kind: 'reference', to: 'organisations', list: true },
    validFrom: { kind: 'date', list: true },
    validTo: { kind: 'date', list: true },
  },
  access: {
    read: ['any-member'],
    create: securityManagement,
    update: securityManagement,
    delete: [],
  },
  unique: [['kind', 'reference']],
  defaultSort: 'reference',
  retention: 'P10Y',
});

/** Reference documents inform (R-GEN-10); applicable documents bind (R-GEN-11), and procedures cite them. */
export const documents = defineRegister({
  id: 'documents',
  table: 'reference_document',
  area: 'organisation',
  clause: 'Security Plan §1.7, §1.8',
  class: 'shared',
  title: 'title',
  fields: {
    code: { kind: 'text', required: true, max: 20, list: true, sort: true, search: true },
    kind: {
      kind: 'choice',
      required: true,
      options: ['reference', 'applicable'],
      list: true,
      filter: true,
    },
    reference: { kind: 'text', max: 100, list: true, search: true },
    title: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    originator: { kind: 'text', list: true },
    edition: { kind: 'text', max: 40 },
    date: { kind: 'text', max: 40, list: true },
    binding: { kind: 'boolean', required: true, list: true, filter: true },
  },
  access: {
    read: ['any-member'],
    create: securityManagement,
    update: securityManagement,
    delete: [],
  },
  unique: [['code']],
  defaultSort: 'code',
  retention: 'keep',
});

/** Terms of the common ITSM glossary with their synonyms (R-GEN-8, R-GEN-9). */
export const glossaryTerms = defineRegister({
  id: 'glossary-terms',
  table: 'glossary_term',
  area: 'organisation',
  clause: 'Security Plan §1.5, §1.6',
  class: 'shared',
  title: 'term',
  fields: {
    term: { kind: 'text', required: true, max: 80, list: true, sort: true, search: true },
    meaningEn: { kind: 'text', required: true, max: 400, list: true, search: true },
    meaningFr: { kind: 'text', max: 400, list: true },
    meaningDe: { kind: 'text', max: 400, list: true },
    synonyms: { kind: 'tags', list: true },
    inSourceList: { kind: 'boolean', required: true, list: true, filter: true },
  },
  access: {
    read: ['any-member'],
    create: securityManagement,
    update: securityManagement,
    delete: [],
  },
  unique: [['term']],
  defaultSort: 'term',
  retention: 'keep',
});
