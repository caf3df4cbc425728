import { defineProcedure } from '#engine/define.ts';
import { accessActions, requestActions } from './actions.ts';
import { clause, remoteAccessFields } from './fields.ts';

/** Remote access management, X.1052 §12.2.6 (SM-RA): one case for each access, from its request to its end. */
export const remoteAccess = defineProcedure({
  id: 'remote-access',
  version: 1,
  area: 'operations',
  activity: 'remote-access',
  category: 'access-control',
  clause: 'X.1052 §12.2.6',
  initial: 'requested',
  roles: {
    'any-member': { party: 'organisation' },
    'remote-access-authoriser': { party: 'operations' },
    'remote-access-administrator': { party: 'operations' },
    isirt: { party: 'response-team' },
  },
  openedBy: ['any-member'],
  onOpen: ['list-rules'],
  fields: remoteAccessFields,
  states: {
    requested: { kind: 'active', clause: clause('b') },
    authorised: { kind: 'active', clause: clause('c') },
    active: { kind: 'active', clause: clause('d') },
    suspended: { kind: 'active', clause: clause('e') },
    closed: { kind: 'final', outcome: 'achieved', clause: clause('d') },
    refused: { kind: 'final', outcome: 'not-achieved', clause: clause('c') },
    withdrawn: { kind: 'final', outcome: 'not-achieved', clause: clause('b') },
  },
  actions: { ...requestActions, ...accessActions },
  handOffs: {
    incident: {
      to: 'incident',
      planned: {
        clause: 'X.1052 §13.1',
        within: 'P1D',
        payload: {
          description: { kind: 'text', required: true, multiline: true, clause: clause('e') },
          account: { kind: 'text', required: true },
          user: { kind: 'reference', to: 'people' },
        },
      },
      mandatory: false,
      payload: 'abnormal-access',
      acceptedBy: 'isirt',
      clause: clause('e'),
    },
  },
  deadlines: {
    decision: {
      states: ['requested'],
      within: 'P3D',
      remindBefore: ['P1D'],
      escalateTo: ['remote-access-authoriser'],
      escalateEvery: 'P2D',
      clause: clause('c'),
    },
    provision: {
      states: ['authorised'],
      within: 'P5D',
      escalateTo: ['remote-access-administrator', 'remote-access-authoriser'],
      escalateEvery: 'P2D',
      clause: clause('d'),
    },
    review: {
      states: ['active'],
      within: 'P1M',
      remindBefore: ['P5D'],
      escalateTo: ['remote-access-authoriser'],
      escalateEvery: 'P7D',
      clause: clause('e'),
    },
    suspension: {
      states: ['suspended'],
      within: 'P5D',
      escalateTo: ['remote-access-authoriser'],
      escalateEvery: 'P2D',
      clause: clause('e'),
    },
    end: {
      states: ['authorised', 'active', 'suspended'],
      within: { by: 'time-to-end' },
      remindBefore: ['P7D', 'P1D'],
      escalateTo: ['remote-access-authoriser'],
      action: 'expire',
      clause: clause('d'),
    },
  },
  duties: {
    'log-review': { every: 'P1M', role: 'remote-access-authoriser', clause: clause('e') },
  },
  measures: {
    'request-to-decision': {
      from: 'requested',
      to: 'authorised',
      unit: 'hours',
      clause: clause('c'),
    },
    'request-to-active': { from: 'requested', to: 'active', unit: 'days', clause: clause('d') },
  },
});
