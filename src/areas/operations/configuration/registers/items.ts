import { defineRegister } from '#engine/define.ts';
import { comparisons, configuredKinds, sources } from '../choices.ts';
import { clause } from '../clause.ts';

const keepers = ['configuration-manager'] as const;
const definition = 'X.1052 §3.2.1';

/**
 * Security configuration requirements of a class of assets: what is required, how it is implemented, and by what one sees that it is complied
 * with, all three mandatory (R-XG-2, R-CF-2).
 */
export const configurationItems = defineRegister({
  id: 'configuration-items',
  table: 'configuration_item',
  area: 'operations',
  clause: definition,
  class: 'tenant',
  title: 'title',
  fields: {
    code: { kind: 'text', required: true, max: 60, list: true, sort: true, search: true },
    title: { kind: 'text', required: true, list: true, sort: true, search: true },
    requirement: {
      kind: 'text',
      required: true,
      multiline: true,
      search: true,
      clause: definition,
    },
    referenceMethod: { kind: 'text', required: true, multiline: true, clause: definition },
    checkConditions: { kind: 'text', required: true, multiline: true, clause: definition },
    assetKind: {
      kind: 'choice',
      required: true,
      options: configuredKinds,
      list: true,
      filter: true,
      clause: definition,
    },
    assetClass: { kind: 'text', max: 200, list: true, clause: definition },
    source: {
      kind: 'choice',
      required: true,
      options: sources,
      list: true,
      filter: true,
      clause: clause('a'),
    },
    sourceReference: { kind: 'text', max: 500, clause: clause('a') },
    recommendation: { kind: 'reference', to: 'recommendations', computed: true },
    variable: { kind: 'text', max: 120, list: true, clause: clause('c') },
    comparison: { kind: 'choice', options: comparisons, clause: clause('c') },
    unit: { kind: 'text', max: 40, clause: clause('c') },
    defaultValue: { kind: 'text', max: 500, clause: clause('c') },
    ruleIds: { kind: 'tags', max: 50, longest: 300, filter: true, clause: clause('e') },
    controls: { kind: 'tags', max: 50, filter: true },
  },
  lifeCycle: {
    initial: 'in-use',
    states: {
      'in-use': { kind: 'active', clause: clause('a') },
      withdrawn: { kind: 'final', outcome: 'achieved', clause: clause('f') },
    },
    actions: {
      withdraw: {
        from: ['in-use'],
        to: 'withdrawn',
        by: keepers,
        clause: clause('f'),
        comment: 'required',
        destructive: true,
      },
    },
  },
  access: { read: ['any-member'], create: keepers, update: keepers, delete: [] },
  unique: [['code']],
  defaultSort: 'code',
  retention: 'P10Y',
});
