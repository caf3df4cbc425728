import { defineProcedure } from '#engine/define.ts';
import { changeActions } from './change-actions.ts';
import { clause, patchFields } from './fields.ts';
import { testActions } from './test-actions.ts';

const change = 'X.1052 §12.2.3';

/** Security patch management, X.1052 §12.2.3 (SM-PT): one case for each group of assets that needs the same patch. */
export const patch = defineProcedure({
  id: 'patch',
  version: 1,
  area: 'operations',
  activity: 'patch',
  category: 'change-control',
  clause: change,
  initial: 'required',
  roles: {
    'patch-manager': { party: 'operations' },
    'patch-tester': { party: 'operations' },
    'change-manager': { party: 'operations' },
  },
  openedBy: ['patch-manager'],
  fields: patchFields,
  states: {
    required: { kind: 'active', clause: clause('a') },
    tested: { kind: 'active', clause: clause('b') },
    alternative: { kind: 'active', clause: clause('b') },
    workaround: { kind: 'waiting', clause: clause('b') },
    'awaiting-patch': { kind: 'waiting', clause: clause('b') },
    prioritised: { kind: 'active', clause: clause('c') },
    deferred: { kind: 'waiting', clause: clause('c') },
    'in-change': { kind: 'waiting', clause: change },
    verifying: { kind: 'waiting', clause: change },
    contradicted: { kind: 'active', clause: change },
    done: { kind: 'final', outcome: 'achieved', clause: change },
    'fed-back': { kind: 'final', outcome: 'not-achieved', clause: clause('b') },
    'not-applicable': { kind: 'final', outcome: 'not-achieved', clause: clause('a') },
    'assets-gone': { kind: 'final', outcome: 'not-achieved', clause: clause('a') },
  },
  actions: { ...testActions, ...changeActions },
  handOffs: {
    change: {
      to: 'change',
      mandatory: true,
      payload: 'change-request',
      onReturn: 'receive-result',
      clause: change,
    },
  },
  deadlines: {
    testing: {
      states: ['required'],
      within: { by: 'testing-time' },
      escalateTo: ['patch-tester', 'patch-manager'],
      escalateEvery: 'P1D',
      clause: clause('b'),
    },
    prioritisation: {
      states: ['tested'],
      within: 'P3D',
      escalateTo: ['patch-manager'],
      clause: clause('c'),
    },
    implementation: {
      states: ['prioritised', 'in-change', 'verifying', 'contradicted'],
      within: { by: 'time-to-implement' },
      remindBefore: ['P1D'],
      escalateTo: ['patch-manager', 'change-manager'],
      escalateEvery: 'P1D',
      clause: clause('c'),
    },
    alternative: {
      states: ['alternative'],
      within: 'P5D',
      escalateTo: ['patch-manager'],
      clause: clause('b'),
    },
    'alternative-review': {
      states: ['workaround', 'awaiting-patch'],
      within: { by: 'time-to-review' },
      remindBefore: ['P3D'],
      escalateTo: ['patch-manager'],
      action: 'review-alternative',
      clause: clause('b'),
    },
    exception: {
      states: ['deferred'],
      within: { by: 'time-to-exception-end' },
      remindBefore: ['P14D', 'P2D'],
      escalateTo: ['patch-manager'],
      action: 'exception-expires',
      clause: clause('c'),
    },
  },
  measures: {
    'requirement-to-verified': { from: 'open', to: 'done', unit: 'days', clause: change },
    'requirement-to-test': { from: 'required', to: 'tested', unit: 'days', clause: clause('b') },
  },
});
