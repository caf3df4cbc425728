import { defineRegister } from '#engine/define.ts';
import { classifications, clause, keepers, operations } from './fields.ts';

const access = { read: ['any-member'], create: keepers, update: keepers, delete: keepers } as const;

/** Kinds of sensitive information, by whom it is about: the organisation, its staff, its customers (R-DL-1). */
export const dataCategories = defineRegister({
  id: 'data-categories',
  table: 'data_category',
  area: 'operations',
  clause: 'X.1052 §12.2.8',
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
    about: {
      kind: 'choice',
      required: true,
      options: ['organisation', 'staff', 'customers'],
      list: true,
      filter: true,
    },
    classification: {
      kind: 'choice',
      required: true,
      options: classifications,
      list: true,
      filter: true,
    },
    personalData: { kind: 'boolean', required: true, list: true, filter: true },
    communications: { kind: 'boolean', required: true, list: true, filter: true },
    description: { kind: 'text', multiline: true },
  },
  access,
  unique: [['name']],
  defaultSort: 'name',
  retention: 'keep',
});

/** What may be done with data of a classification: one rule for each classification and operation, with its rationale (R-DL-3). */
export const handlingRules = defineRegister({
  id: 'handling-rules',
  table: 'handling_rule',
  area: 'operations',
  clause: clause('b'),
  class: 'tenant',
  title: 'rule',
  fields: {
    classification: {
      kind: 'choice',
      required: true,
      options: classifications,
      list: true,
      filter: true,
    },
    operation: { kind: 'choice', required: true, options: operations, list: true, filter: true },
    permission: {
      kind: 'choice',
      required: true,
      options: ['allowed', 'on-conditions', 'forbidden'],
      list: true,
      filter: true,
    },
    rule: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    conditions: { kind: 'text', multiline: true },
    rationale: { kind: 'text', required: true, multiline: true },
  },
  access: { ...access, delete: [] },
  unique: [['classification', 'operation']],
  defaultSort: 'rule',
  retention: 'keep',
});

/** A body of data and where it is stored (R-DL-4). */
export const dataInventory = defineRegister({
  id: 'data-inventory',
  table: 'data_holding',
  area: 'operations',
  clause: clause('b'),
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
    category: {
      kind: 'reference',
      to: 'data-categories',
      required: true,
      list: true,
      filter: true,
    },
    classification: {
      kind: 'choice',
      required: true,
      options: classifications,
      list: true,
      filter: true,
    },
    system: { kind: 'reference', to: 'systems', list: true, filter: true },
    asset: { kind: 'reference', to: 'assets', list: true, filter: true },
    location: { kind: 'text', required: true, max: 300, list: true, search: true },
    medium: {
      kind: 'choice',
      required: true,
      options: ['database', 'file-store', 'removable-medium', 'paper', 'backup', 'cloud-service'],
      list: true,
      filter: true,
    },
    peopleConcerned: { kind: 'integer', min: 0 },
    keptFor: { kind: 'text', max: 200 },
    responsible: { kind: 'reference', to: 'people', list: true },
    lastConfirmedOn: { kind: 'date', list: true, sort: true },
  },
  access,
  unique: [['name']],
  defaultSort: 'name',
  retention: 'keep',
});

/** Where data are transferred to: between systems, organisations and sectors, by which way, on which ground (R-DL-4). */
export const dataFlows = defineRegister({
  id: 'data-flows',
  table: 'data_flow',
  area: 'operations',
  clause: clause('b'),
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
    data: { kind: 'reference', to: 'data-inventory', required: true, list: true, filter: true },
    fromSystem: { kind: 'reference', to: 'systems', filter: true },
    fromWhere: { kind: 'text', max: 200, list: true },
    toSystem: { kind: 'reference', to: 'systems', filter: true },
    toOrganisation: { kind: 'reference', to: 'organisations', list: true, filter: true },
    toWhere: { kind: 'text', max: 200, list: true },
    scope: {
      kind: 'choice',
      required: true,
      options: ['within-sector', 'between-sectors', 'between-organisations', 'published'],
      list: true,
      filter: true,
    },
    interface: { kind: 'reference', to: 'monitored-interfaces', list: true, filter: true },
    protection: { kind: 'text', required: true, max: 300, list: true },
    ground: { kind: 'text', max: 300 },
    /** Why a flow that the rule forbids is there all the same. */
    exceptionReason: { kind: 'text', multiline: true },
    contradicts: { kind: 'reference', to: 'handling-rules', computed: true, list: true },
  },
  access,
  unique: [['name']],
  defaultSort: 'name',
  retention: 'keep',
});

/** An interface or boundary where data are exchanged, and how it is watched (R-DL-6). */
export const monitoredInterfaces = defineRegister({
  id: 'monitored-interfaces',
  table: 'monitored_interface',
  area: 'operations',
  clause: clause('d'),
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
    kind: {
      kind: 'choice',
      required: true,
      options: [
        'mail',
        'web',
        'file-transfer',
        'programming',
        'removable-media',
        'print',
        'publication',
        'other',
      ],
      list: true,
      filter: true,
    },
    asset: { kind: 'reference', to: 'assets', list: true, filter: true },
    toOrganisation: { kind: 'reference', to: 'organisations', list: true, filter: true },
    watchedBy: { kind: 'text', required: true, max: 300, list: true },
    watched: { kind: 'boolean', required: true, list: true, filter: true },
    responsible: { kind: 'reference', to: 'people', list: true },
  },
  access,
  unique: [['name']],
  defaultSort: 'name',
  retention: 'keep',
});
