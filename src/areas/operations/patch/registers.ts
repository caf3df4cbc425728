import { defineRegister } from '#engine/define.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';
import { clause } from './fields.ts';

const change = 'X.1052 §12.2.3';

/** Tests of the effectiveness of a patch, each kept (R-PT-2). Rows are made by the procedure only. */
export const patchTests = defineRegister({
  id: 'patch-tests',
  table: 'patch_test',
  area: 'operations',
  clause: clause('b'),
  class: 'tenant',
  ofCase: true,
  procedures: ['patch'],
  title: 'environment',
  fields: {
    result: {
      kind: 'choice',
      required: true,
      options: ['effective', 'not-effective'],
      list: true,
      filter: true,
    },
    environment: { kind: 'text', required: true, max: 300, list: true },
    observations: { kind: 'text', required: true, multiline: true },
    testedAt: { kind: 'instant', required: true, list: true, sort: true },
    tester: { kind: 'reference', to: 'people', list: true },
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: '-testedAt',
  retention: 'P10Y',
});

/** Where each asset stands: moved by what changes and inventories say, never by a click. */
const targetLifeCycle = {
  initial: 'waiting',
  states: {
    waiting: { kind: 'waiting', clause: clause('a') },
    'in-change': { kind: 'waiting', clause: change },
    reported: { kind: 'waiting', clause: change },
    verified: { kind: 'waiting', outcome: 'achieved', clause: change },
    contradicted: { kind: 'waiting', clause: change },
    excepted: { kind: 'waiting', clause: clause('c') },
    released: { kind: 'final', outcome: 'not-achieved', clause: clause('a') },
  },
  actions: {
    start: { from: ['waiting'], to: 'in-change', by: 'system', clause: change },
    report: {
      from: ['in-change'],
      to: 'reported',
      by: 'system',
      clause: change,
      form: { implementedAt: { kind: 'instant', required: true } },
    },
    verify: {
      from: ['reported', 'contradicted'],
      to: 'verified',
      by: 'system',
      clause: change,
      form: { inventoryAt: { kind: 'instant', required: true } },
    },
    contradict: {
      from: ['reported', 'verified'],
      to: 'contradicted',
      by: 'system',
      clause: change,
      form: { inventoryAt: { kind: 'instant', required: true } },
    },
    leave: {
      from: ['reported', 'contradicted'],
      to: 'same',
      by: 'system',
      clause: change,
      form: { inventoryAt: { kind: 'instant', required: true } },
    },
    'roll-back': {
      from: ['reported', 'contradicted', 'verified'],
      to: 'in-change',
      by: 'system',
      clause: change,
    },
    await: { from: ['contradicted'], to: 'reported', by: 'system', clause: change },
    retry: {
      from: ['in-change', 'reported', 'contradicted', 'excepted'],
      to: 'waiting',
      by: 'system',
      clause: change,
    },
    except: { from: ['waiting'], to: 'excepted', by: 'system', clause: clause('c') },
    release: { from: 'any-open', to: 'released', by: 'system', clause: clause('a') },
  },
} as const satisfies LifeCycle;

export const patchTargets = defineRegister({
  id: 'patch-targets',
  table: 'patch_target',
  area: 'operations',
  clause: clause('a'),
  class: 'tenant',
  ofCase: true,
  procedures: ['patch'],
  title: 'name',
  fields: {
    asset: { kind: 'reference', to: 'assets', required: true, list: true, filter: true },
    name: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    implementedAt: { kind: 'instant', computed: true, list: true },
    inventoryAt: { kind: 'instant', computed: true, list: true },
  },
  lifeCycle: targetLifeCycle,
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: 'name',
  retention: 'P10Y',
});
