import { defineProcedure } from '#engine/define.ts';
import type { Fields } from '#engine/fields.ts';
import { clause } from '../clause.ts';
import { checkActions } from './actions.ts';

const fields = {
  profile: {
    kind: 'reference',
    to: 'configuration-profiles',
    required: true,
    filter: true,
    clause: clause('e'),
  },
  asset: { kind: 'reference', to: 'assets', required: true, filter: true, clause: clause('e') },
  purpose: {
    kind: 'choice',
    options: ['on-request', 'monitoring', 'after-change'],
    preset: 'on-request',
    list: true,
    filter: true,
    clause: clause('e'),
  },
  number: { kind: 'integer', min: 1, computed: true, list: true },
  release: { kind: 'reference', to: 'cases', procedure: 'configuration', computed: true },
  notBefore: { kind: 'instant', computed: true, clause: clause('d') },
  lookedAt: { kind: 'instant', computed: true, list: true },
  passed: { kind: 'integer', min: 0, computed: true },
  failed: { kind: 'integer', min: 0, computed: true, list: true },
  undetermined: { kind: 'integer', min: 0, computed: true },
  notApplicable: { kind: 'integer', min: 0, computed: true },
  failingItems: { kind: 'tags', max: 5000, computed: true, clause: clause('e') },
  exceptedUntil: { kind: 'instant', computed: true },
  changeAttempts: { kind: 'integer', min: 0, computed: true },
} as const satisfies Fields;

/**
 * The check of one asset against the benchmark of its profile, X.1052 §12.2.2 e (SM-CFC): by hand, or by what a scanner said; what fails is
 * mended by a change or borne for a time under an exception that another person approved.
 */
export const configurationCheck = defineProcedure({
  id: 'configuration-check',
  version: 1,
  area: 'operations',
  activity: 'configuration',
  category: 'monitoring',
  clause: clause('e'),
  referencePrefix: 'CFC',
  initial: 'scheduled',
  roles: {
    'configuration-manager': { party: 'operations' },
    'asset-manager': { party: 'operations' },
    'security-manager': { party: 'organisation' },
    'change-manager': { party: 'operations' },
  },
  openedBy: ['configuration-manager'],
  onOpen: ['list-items'],
  fields,
  states: {
    scheduled: { kind: 'active', clause: clause('e') },
    checked: { kind: 'active', clause: clause('e') },
    'non-compliant': { kind: 'active', clause: clause('e') },
    'in-change': { kind: 'waiting', clause: clause('d') },
    excepted: { kind: 'waiting', clause: clause('e') },
    compliant: { kind: 'final', outcome: 'achieved', clause: clause('e') },
    cancelled: { kind: 'final', outcome: 'not-achieved', clause: clause('e') },
  },
  actions: checkActions,
  handOffs: {
    change: {
      to: 'change',
      mandatory: false,
      payload: 'change-request',
      onReturn: 'receive-result',
      clause: clause('d'),
    },
  },
  deadlines: {
    check: {
      states: ['scheduled'],
      within: 'P14D',
      remindBefore: ['P3D'],
      escalateTo: ['configuration-manager', 'security-manager'],
      escalateEvery: 'P7D',
      clause: clause('e'),
    },
    evaluation: {
      states: ['checked'],
      within: 'P7D',
      escalateTo: ['security-manager'],
      escalateEvery: 'P7D',
      clause: clause('e'),
    },
    mending: {
      states: ['non-compliant', 'in-change'],
      within: { by: 'time-to-mend' },
      remindBefore: ['P7D'],
      escalateTo: ['configuration-manager', 'security-manager'],
      escalateEvery: 'P7D',
      clause: clause('d'),
    },
    exception: {
      states: ['excepted'],
      within: { by: 'time-to-exception-end' },
      remindBefore: ['P14D', 'P2D'],
      escalateTo: ['configuration-manager'],
      action: 'exception-expires',
      clause: clause('e'),
    },
  },
  duties: {
    monitoring: {
      every: 'P1M',
      role: 'configuration-manager',
      forEach: 'released-profiles',
      clause: clause('e'),
    },
  },
  measures: {
    'failure-to-compliance': {
      from: 'non-compliant',
      to: 'compliant',
      unit: 'days',
      clause: clause('e'),
    },
  },
});
