import { defineProcedure } from '#engine/define.ts';
import { analysisActions, revisionActions } from './analysis-actions.ts';
import { clause, earlyWarningFields } from './fields.ts';
import { recommendationActions } from './recommendation-actions.ts';

/** Security early-warning management, X.1052 §12.2.1 (SM-EW). */
export const earlyWarning = defineProcedure({
  id: 'early-warning',
  version: 1,
  area: 'operations',
  activity: 'early-warning',
  category: 'monitoring',
  clause: 'X.1052 §12.2.1',
  initial: 'collected',
  roles: {
    isirt: { party: 'response-team' },
    'isirt-lead': { party: 'response-team' },
    'early-warning-reviewer': { party: 'operations' },
    'informed-party': { party: 'relevant-parties' },
  },
  openedBy: ['isirt', 'isirt-lead'],
  fields: earlyWarningFields,
  deliverables: ['early-warning-report'],
  states: {
    collected: { kind: 'active', clause: clause('a') },
    analysing: { kind: 'active', clause: clause('b') },
    judged: { kind: 'active', clause: clause('b') },
    reporting: { kind: 'active', clause: clause('b') },
    reported: { kind: 'active', clause: clause('b') },
    recommending: { kind: 'active', clause: clause('c') },
    reviewing: { kind: 'active', clause: clause('d') },
    tracking: { kind: 'waiting', clause: clause('e') },
    reconsidering: { kind: 'active', clause: clause('e') },
    closed: { kind: 'final', outcome: 'achieved', clause: clause('e') },
    'no-impact': { kind: 'final', outcome: 'achieved', clause: clause('b') },
    duplicate: { kind: 'final', outcome: 'not-achieved', clause: clause('a') },
  },
  actions: { ...analysisActions, ...recommendationActions, ...revisionActions },
  handOffs: {
    patch: {
      to: 'patch',
      mandatory: { when: 'patches-are-recommended' },
      payload: 'patch-requirements',
      onReturn: 'receive-result',
      clause: clause('d'),
    },
    configuration: {
      to: 'configuration',
      mandatory: { when: 'configurations-are-recommended' },
      payload: 'configuration-items',
      onReturn: 'receive-result',
      clause: clause('d'),
    },
    other: {
      to: 'improvement',
      planned: {
        clause: clause('d'),
        within: 'P30D',
        payload: {
          improvement: { kind: 'text', required: true, multiline: true },
          assets: { kind: 'references', to: 'assets' },
        },
      },
      mandatory: { when: 'improvements-are-recommended' },
      payload: 'improvements',
      onReturn: 'receive-result',
      acceptedBy: 'security-manager',
      clause: clause('d'),
    },
  },
  deadlines: {
    collection: {
      states: ['collected'],
      within: 'P2D',
      escalateTo: ['isirt', 'isirt-lead'],
      escalateEvery: 'P1D',
      clause: clause('a'),
    },
    analysis: {
      states: ['analysing', 'judged'],
      within: { by: 'analysis-time' },
      escalateTo: ['isirt', 'isirt-lead'],
      escalateEvery: 'P1D',
      clause: clause('b'),
    },
    report: {
      states: ['reporting'],
      within: 'P10D',
      remindBefore: ['P2D'],
      escalateTo: ['isirt-lead'],
      clause: clause('b'),
    },
    recommendations: {
      states: ['recommending', 'reviewing'],
      within: { by: 'recommendation-time' },
      escalateTo: ['isirt-lead', 'early-warning-reviewer'],
      escalateEvery: 'P1D',
      clause: clause('c'),
    },
    implementation: {
      states: ['tracking', 'reconsidering'],
      within: { by: 'implementation-time' },
      remindBefore: ['P2D'],
      escalateTo: ['isirt-lead', 'early-warning-reviewer'],
      escalateEvery: 'P3D',
      clause: clause('e'),
    },
  },
  measures: {
    'warning-to-judgement': { from: 'open', to: 'judge', unit: 'hours', clause: clause('b') },
    'warning-to-verified-fix': { from: 'open', to: 'closed', unit: 'days', clause: clause('e') },
  },
});
