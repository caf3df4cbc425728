import { defineProcedure } from '#engine/define.ts';
import { changeActions } from './actions.ts';
import { changeFields, clause } from './fields.ts';

/** Security change management, X.1052 §12.2.4 (SM-CH), with its emergency and standard variants. */
export const change = defineProcedure({
  id: 'change',
  version: 1,
  area: 'operations',
  activity: 'change',
  category: 'change-control',
  clause: 'X.1052 §12.2.4',
  applicableDocuments: ['AD2'],
  initial: 'requested',
  roles: {
    'change-manager': { party: 'operations' },
    'change-tester': { party: 'operations' },
    'operations-management': { party: 'operations' },
    'change-implementer': { party: 'operations' },
    'any-member': { party: 'operations' },
  },
  openedBy: ['any-member'],
  asked: { by: 'change-manager', fields: { origin: 'other' } },
  fields: changeFields,
  states: {
    requested: { kind: 'active', clause: clause('a') },
    'request-for-change': { kind: 'active', clause: clause('a') },
    planned: { kind: 'active', clause: clause('b') },
    'lab-passed': { kind: 'active', clause: clause('c') },
    tested: { kind: 'active', clause: clause('c') },
    authorised: { kind: 'active', clause: clause('d') },
    implementing: { kind: 'active', clause: clause('e') },
    implemented: { kind: 'active', clause: clause('f') },
    'rolled-back': { kind: 'active', clause: clause('e') },
    closed: { kind: 'final', outcome: 'achieved', clause: clause('f') },
    'not-effective': { kind: 'final', outcome: 'not-achieved', clause: clause('f') },
    rejected: { kind: 'final', outcome: 'not-achieved', clause: clause('d') },
    cancelled: { kind: 'final', outcome: 'not-achieved' },
  },
  actions: changeActions,
  handOffs: {
    successor: {
      to: 'change',
      mandatory: false,
      payload: 'successors',
      clause: clause('f'),
    },
  },
  deadlines: {
    formulation: {
      states: ['requested'],
      within: { by: 'formulation-time' },
      escalateTo: ['change-manager', 'operations-management'],
      escalateEvery: 'P1D',
      clause: clause('a'),
    },
    authorisation: {
      states: ['tested'],
      within: 'P5D',
      remindBefore: ['P1D'],
      escalateTo: ['operations-management'],
      escalateEvery: 'P1D',
      clause: clause('d'),
    },
    'first-review': {
      states: ['implemented'],
      within: 'P7D',
      metBy: ['record-first-review'],
      escalateTo: ['change-manager', 'operations-management'],
      escalateEvery: 'P2D',
      clause: clause('f'),
    },
    'second-review': {
      states: ['implemented'],
      within: 'P30D',
      metBy: ['record-second-review'],
      remindBefore: ['P3D'],
      escalateTo: ['change-manager', 'operations-management'],
      escalateEvery: 'P7D',
      clause: clause('f'),
    },
  },
  measures: {
    'request-to-implementation': {
      from: 'requested',
      to: 'implemented',
      unit: 'days',
      clause: clause('f'),
    },
  },
});
