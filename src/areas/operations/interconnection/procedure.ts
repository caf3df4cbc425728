import { defineProcedure } from '#engine/define.ts';
import { connectionActions, planActions } from './actions.ts';
import { clause, interconnectionFields } from './fields.ts';

/** Network interconnection management, X.1052 §12.2.5 (SM-NI): one case for each interconnection, from its plan to its end. */
export const interconnection = defineProcedure({
  id: 'interconnection',
  version: 1,
  area: 'operations',
  activity: 'interconnection',
  category: 'access-control',
  clause: 'X.1052 §12.2.5',
  initial: 'plan-draft',
  roles: {
    'interconnection-author': { party: 'organisation' },
    'interconnection-examiner': { party: 'operations' },
    'change-manager': { party: 'operations' },
  },
  openedBy: ['interconnection-author'],
  fields: interconnectionFields,
  deliverables: ['interconnection-plan'],
  states: {
    'plan-draft': { kind: 'active', clause: clause('b') },
    examined: { kind: 'active', clause: clause('c') },
    approved: { kind: 'active', clause: clause('c') },
    'in-change': { kind: 'waiting', clause: clause('d') },
    verifying: { kind: 'active', clause: clause('e') },
    active: { kind: 'active', clause: clause('e') },
    disconnecting: { kind: 'waiting', clause: clause('d') },
    'verifying-end': { kind: 'active', clause: clause('e') },
    disconnected: { kind: 'final', outcome: 'achieved', clause: clause('e') },
    cancelled: { kind: 'final', outcome: 'not-achieved', clause: clause('b') },
  },
  actions: { ...planActions, ...connectionActions },
  handOffs: {
    implementation: {
      to: 'change',
      mandatory: true,
      payload: 'implementation-change',
      onReturn: 'receive-result',
      clause: clause('d'),
    },
    disconnection: {
      to: 'change',
      mandatory: true,
      payload: 'disconnection-change',
      onReturn: 'receive-disconnection',
      clause: clause('d'),
    },
  },
  deadlines: {
    examination: {
      states: ['examined'],
      within: 'P10D',
      remindBefore: ['P3D'],
      escalateTo: ['interconnection-examiner'],
      escalateEvery: 'P3D',
      clause: clause('c'),
    },
    implementation: {
      states: ['approved', 'in-change'],
      within: 'P90D',
      remindBefore: ['P14D'],
      escalateTo: ['interconnection-author', 'change-manager'],
      escalateEvery: 'P14D',
      clause: clause('d'),
    },
    verification: {
      states: ['verifying', 'verifying-end'],
      within: 'P14D',
      remindBefore: ['P3D'],
      escalateTo: ['interconnection-examiner'],
      escalateEvery: 'P7D',
      clause: clause('e'),
    },
    'periodic-check': {
      states: ['active'],
      within: 'P12M',
      remindBefore: ['P30D', 'P7D'],
      escalateTo: ['interconnection-examiner'],
      action: 'check-comes-due',
      clause: clause('e'),
    },
  },
  measures: {
    'plan-to-active': { from: 'plan-draft', to: 'active', unit: 'days', clause: clause('e') },
    examination: { from: 'examined', to: 'approved', unit: 'days', clause: clause('c') },
  },
});
