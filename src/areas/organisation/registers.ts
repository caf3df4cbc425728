import { defineRegister } from '#engine/define.ts';

const administrators = ['system-administrator'] as const;
const securityManagement = [
  'security-manager',
  'change-manager',
  'asset-manager',
  'operations-management',
];

/** Parties of the Security Plan and operators of X.1052, with the dates of their membership. */
export const organisations = defineRegister({
  id: 'organisations',
  table: 'organisation',
  area: 'organisation',
  clause: 'Security Plan §2',
  class: 'shared',
  title: 'name',
  fields: {
    code: {
      kind: 'text',
      required: true,
      max: 40,
      list: true,
      sort: true,
      filter: true,
      search: true,
    },
    name: { kind: 'text', required: true, list: true, sort: true, search: true },
    kind: {
      kind: 'choice',
      required: true,
      list: true,
      filter: true,
      options: [
        'central-body',
        'contractor',
        'national-administration',
        'third-party',
        'telecom-operator',
      ],
    },
    country: { kind: 'text', max: 2, pattern: '^[A-Z]{2}$', list: true, filter: true, sort: true },
    parentId: { kind: 'reference', to: 'organisations' },
    validFrom: { kind: 'date', required: true, list: true },
    validTo: { kind: 'date' },
  },
  access: {
    read: ['any-member'],
    create: administrators,
    update: administrators,
    delete: administrators,
  },
  unique: [['code']],
  defaultSort: 'code',
  retention: 'keep',
});

/** People of the organisations. An account is another thing: it belongs to the kernel's identity. */
export const people = defineRegister({
  id: 'people',
  table: 'person',
  area: 'organisation',
  clause: 'X.1052 §9',
  class: 'shared',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, list: true, sort: true, search: true },
    email: {
      kind: 'text',
      required: true,
      max: 254,
      pattern: '^[^@\\s]+@[^@\\s]+$',
      list: true,
      sort: true,
      search: true,
    },
    organisationId: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      list: true,
      filter: true,
    },
    external: { kind: 'boolean', list: true, filter: true, required: true },
    locale: { kind: 'choice', options: ['en', 'fr', 'de'], required: true },
    endedAt: { kind: 'instant' },
  },
  access: { read: ['any-member'], create: administrators, update: administrators, delete: [] },
  unique: [['email']],
  defaultSort: 'name',
  retention: 'keep',
});

/** Who holds which role, in which organisation, for which system or case, from when until when. */
export const roleHoldings = defineRegister({
  id: 'role-holdings',
  table: 'role_holding',
  area: 'organisation',
  clause: 'X.1052 §9.2',
  class: 'tenant',
  title: 'role',
  fields: {
    personId: { kind: 'reference', to: 'people', required: true, list: true, filter: true },
    role: {
      kind: 'text',
      required: true,
      max: 60,
      list: true,
      sort: true,
      filter: true,
      search: true,
    },
    systemId: { kind: 'reference', to: 'systems', list: true },
    caseId: { kind: 'reference', to: 'cases' },
    validFrom: { kind: 'instant', required: true, list: true, sort: true },
    validTo: { kind: 'instant', list: true },
    acknowledgedAt: { kind: 'instant', computed: true, list: true },
    kind: {
      kind: 'choice',
      required: true,
      options: ['holder', 'substitute', 'delegate'],
      list: true,
      filter: true,
    },
    forPersonId: { kind: 'reference', to: 'people', list: true },
    grantedBy: { kind: 'reference', to: 'people', computed: true },
    reason: { kind: 'text', multiline: true },
  },
  access: {
    read: ['any-member', ...administrators],
    create: administrators,
    update: administrators,
    delete: administrators,
  },
  defaultSort: 'role',
  retention: 'P10Y',
});

/** Trans-European and central systems: the scope of the Security Plan (R-GEN-3). */
export const systems = defineRegister({
  id: 'systems',
  table: 'system',
  area: 'organisation',
  clause: 'Security Plan §1.2',
  class: 'shared',
  title: 'name',
  fields: {
    code: {
      kind: 'text',
      required: true,
      max: 40,
      list: true,
      sort: true,
      filter: true,
      search: true,
    },
    name: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    thread: { kind: 'text', max: 80, list: true, filter: true, sort: true },
    architecture: {
      kind: 'choice',
      required: true,
      options: ['distributed', 'centralised'],
      list: true,
      filter: true,
    },
    securityLevel: {
      kind: 'choice',
      options: ['MODERATE', 'CRITICAL', 'STRATEGIC'],
      list: true,
      filter: true,
    },
    domain: { kind: 'choice', options: ['common', 'local'], list: true, filter: true },
    description: { kind: 'text', multiline: true },
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

/** Services with the kinds of their consumers (R-GEN-5). */
export const services = defineRegister({
  id: 'services',
  table: 'service',
  area: 'organisation',
  clause: 'Security Plan §1.4',
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, list: true, sort: true, search: true },
    class: {
      kind: 'choice',
      required: true,
      options: ['trans-european', 'commission-central', 'telecom'],
      list: true,
      filter: true,
    },
    consumers: {
      kind: 'choices',
      required: true,
      options: ['national-administration', 'public', 'commission-staff', 'customers'],
      list: true,
      filter: true,
      clause: 'Security Plan §1.4',
    },
    systemId: { kind: 'reference', to: 'systems', list: true, filter: true },
    owner: { kind: 'reference', to: 'people', required: true, list: true, filter: true },
    parties: { kind: 'references', to: 'organisations' },
    level: {
      kind: 'choice',
      options: ['normal', 'important', 'vital'],
      list: true,
      filter: true,
      sort: true,
    },
    description: { kind: 'text', multiline: true },
  },
  access: {
    read: ['any-member'],
    create: securityManagement,
    update: securityManagement,
    delete: securityManagement,
  },
  defaultSort: 'name',
  retention: 'P10Y',
});

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
    parentId: { kind: 'reference', to: 'contracts', list: true },
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
