import { defineRegister } from '#engine/define.ts';
import { everybody } from './roles.ts';

/** The seven management areas of X.1052 and, for operations and maintenance, its eight activities: one for each of tables 1 to 14. */
const managementAreas = [
  'policy',
  'risk',
  'organisation',
  'assets',
  'acquisition',
  'early-warning',
  'configuration',
  'patch',
  'change',
  'interconnection',
  'remote-access',
  'antivirus',
  'data-leakage',
  'incidents',
] as const;

const readOnly = { read: everybody, create: [], update: [], delete: [] } as const;

/** The control catalogue of ITU-T X.1051 (2008): 133 controls and the telecom extended set. Numbers and titles only. */
export const controls = defineRegister({
  id: 'controls',
  table: 'control',
  area: 'organisation',
  clause: 'X.1051',
  class: 'shared',
  title: 'title',
  fields: {
    number: { kind: 'text', required: true, max: 12, list: true, search: true },
    /** Numbers in the order of the catalogue: 10.10.1 comes after 10.9.3. */
    position: { kind: 'integer', required: true, min: 1, sort: true },
    title: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
    set: {
      kind: 'choice',
      required: true,
      options: ['core', 'telecom'],
      list: true,
      filter: true,
    },
    clause: { kind: 'text', required: true, max: 8, filter: true },
    clauseTitle: { kind: 'text', required: true, max: 200, list: true },
    objective: { kind: 'text', required: true, max: 12, filter: true },
    objectiveTitle: { kind: 'text', required: true, max: 200, list: true, search: true },
    verification: { kind: 'text', max: 300 },
  },
  access: readOnly,
  unique: [['number']],
  defaultSort: 'position',
  retention: 'keep',
});

/** Which management area which control belongs to: tables 1 to 14 of X.1052, titles as printed there. */
export const controlMappings = defineRegister({
  id: 'control-mappings',
  table: 'control_mapping',
  area: 'organisation',
  clause: 'X.1052 §7 to §13',
  class: 'shared',
  title: 'reference',
  fields: {
    controlId: {
      kind: 'reference',
      to: 'controls',
      required: true,
      list: true,
      filter: true,
    },
    managementArea: {
      kind: 'choice',
      required: true,
      options: managementAreas,
      list: true,
      filter: true,
      sort: true,
    },
    tableNumber: { kind: 'integer', min: 1, max: 14, list: true, filter: true, sort: true },
    x1052Clause: { kind: 'text', max: 12, list: true },
    reference: { kind: 'text', required: true, max: 12, list: true },
    referenceTitle: { kind: 'text', required: true, max: 200, list: true },
    /** A choice of this product's, where no table of X.1052 has the control. */
    editorial: { kind: 'boolean', required: true, list: true, filter: true },
  },
  access: readOnly,
  unique: [['managementArea', 'controlId', 'reference']],
  defaultSort: 'tableNumber',
  retention: 'keep',
});
