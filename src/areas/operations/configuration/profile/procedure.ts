import { defineProcedure } from '#engine/define.ts';
import { clause } from '../clause.ts';
import { profileActions } from './actions.ts';
import { configurationFields } from './fields.ts';

/**
 * Security configuration management, X.1052 §12.2.2 (SM-CF): one case for each version of a profile, from the items collected to the version
 * carried out on every asset of its class. A review that asks for an adjustment opens the case of the next version.
 */
export const configuration = defineProcedure({
  id: 'configuration',
  version: 1,
  area: 'operations',
  activity: 'configuration',
  category: 'change-control',
  clause: 'X.1052 §12.2.2',
  referencePrefix: 'CF',
  initial: 'collecting-items',
  roles: {
    'configuration-manager': { party: 'operations' },
    'asset-owner': { party: 'organisation' },
    'change-manager': { party: 'operations' },
    'security-manager': { party: 'organisation' },
  },
  openedBy: ['configuration-manager'],
  onOpen: ['collect-at-opening'],
  fields: configurationFields,
  states: {
    'collecting-items': { kind: 'active', clause: clause('a') },
    'profile-draft': { kind: 'active', clause: clause('b') },
    'benchmark-set': { kind: 'active', clause: clause('c') },
    released: { kind: 'active', clause: clause('d') },
    verifying: { kind: 'waiting', clause: clause('e') },
    'in-force': { kind: 'final', outcome: 'achieved', clause: clause('e') },
    'not-implemented': { kind: 'final', outcome: 'not-achieved', clause: clause('d') },
    withdrawn: { kind: 'final', outcome: 'not-achieved', clause: clause('a') },
  },
  actions: profileActions,
  handOffs: {
    change: {
      to: 'change',
      mandatory: { when: 'assets-are-in-scope' },
      payload: 'change-request',
      onReturn: 'receive-result',
      clause: clause('d'),
    },
  },
  deadlines: {
    collection: {
      states: ['collecting-items'],
      within: 'P30D',
      remindBefore: ['P7D'],
      escalateTo: ['configuration-manager'],
      escalateEvery: 'P7D',
      clause: clause('a'),
    },
    drafting: {
      states: ['profile-draft'],
      within: 'P14D',
      escalateTo: ['configuration-manager'],
      clause: clause('b'),
    },
    approval: {
      states: ['benchmark-set'],
      within: 'P10D',
      remindBefore: ['P2D'],
      escalateTo: ['asset-owner', 'security-manager'],
      escalateEvery: 'P3D',
      clause: clause('c'),
    },
    implementation: {
      states: ['released', 'verifying'],
      within: 'P60D',
      remindBefore: ['P14D', 'P2D'],
      escalateTo: ['configuration-manager', 'change-manager'],
      escalateEvery: 'P7D',
      clause: clause('d'),
    },
  },
  measures: {
    'item-to-in-force': { from: 'open', to: 'in-force', unit: 'days', clause: clause('e') },
    'item-to-release': { from: 'open', to: 'released', unit: 'days', clause: clause('c') },
  },
});
