import type { LifeCycle } from '#engine/life-cycle.ts';
import { ratings } from './asset-fields.ts';

const clause = (letter: string): string => `X.1052 §10.2 ${letter}`;

const valuation = {
  confidentiality: { ...ratings.confidentiality, required: true },
  integrity: { ...ratings.integrity, required: true },
  availability: { ...ratings.availability, required: true },
} as const;

const classification = {
  classByItem: { kind: 'reference', to: 'asset-categories', required: true },
  classByProcess: { kind: 'reference', to: 'asset-categories', required: true },
} as const;

const owner = { owner: { kind: 'reference', to: 'people', required: true } } as const;

const check = {
  wellManaged: { kind: 'boolean', required: true },
  observations: { kind: 'text', multiline: true },
} as const;

/** SM-ASSET. A valued asset waits until its check is due; the asset manager's confirmation starts the next period. */
export const assetLifeCycle = {
  initial: 'identified',
  states: {
    identified: { kind: 'active', clause: clause('b') },
    classified: { kind: 'active', clause: clause('c') },
    registered: { kind: 'active', clause: clause('c') },
    valued: { kind: 'active', clause: clause('d') },
    'check-pending': { kind: 'active', clause: clause('e') },
    retired: { kind: 'final', outcome: 'achieved', clause: clause('e') },
  },
  actions: {
    classify: {
      from: ['identified'],
      to: 'classified',
      by: ['asset-manager'],
      clause: clause('c'),
      primary: true,
      form: classification,
      effects: ['judge-classification'],
    },
    register: {
      from: ['classified'],
      to: 'registered',
      by: ['asset-manager'],
      clause: clause('c'),
      primary: true,
      form: owner,
      notify: ['owner'],
    },
    'confirm-ownership': {
      from: ['registered', 'valued', 'check-pending'],
      to: 'same',
      by: ['owner'],
      clause: 'X.1052 §6.2',
      guards: ['ownership-is-unconfirmed'],
      effects: ['keep-ownership'],
      notify: ['asset-manager'],
    },
    value: {
      from: ['registered'],
      to: 'valued',
      by: ['owner'],
      clause: clause('d'),
      primary: true,
      form: valuation,
      guards: ['ownership-is-confirmed'],
      effects: ['plan-check'],
      notify: ['asset-manager'],
    },
    revalue: {
      from: ['valued', 'check-pending'],
      to: 'valued',
      by: ['owner'],
      clause: clause('d'),
      comment: 'required',
      form: valuation,
      guards: ['ownership-is-confirmed'],
      effects: ['plan-check'],
      notify: ['asset-manager'],
    },
    'check-due': {
      from: ['valued'],
      to: 'check-pending',
      by: 'timer',
      clause: clause('e'),
      notify: ['asset-manager'],
    },
    'confirm-check': {
      from: ['check-pending', 'valued'],
      to: 'valued',
      by: ['asset-manager'],
      clause: clause('e'),
      primary: true,
      form: check,
      guards: ['shortcoming-is-told'],
      effects: ['keep-check'],
    },
    'assign-owner': {
      from: ['registered', 'valued', 'check-pending'],
      to: 'same',
      by: ['asset-manager'],
      clause: clause('c'),
      comment: 'required',
      form: owner,
      notify: ['owner'],
    },
    reclassify: {
      from: ['classified', 'registered', 'valued', 'check-pending'],
      to: 'same',
      by: ['asset-manager'],
      clause: clause('c'),
      comment: 'required',
      form: classification,
      effects: ['judge-classification'],
    },
    retire: {
      from: 'any-open',
      to: 'retired',
      by: ['asset-manager'],
      clause: clause('e'),
      comment: 'required',
      destructive: true,
      form: { disposalRecord: { kind: 'text', multiline: true, required: true } },
      notify: ['owner'],
    },
  },
  deadlines: {
    check: {
      states: ['valued'],
      within: { by: 'check-period' },
      remindBefore: ['P14D'],
      escalateTo: ['asset-manager'],
      action: 'check-due',
      clause: clause('e'),
    },
    'overdue-check': {
      states: ['check-pending'],
      within: 'P30D',
      remindBefore: ['P7D'],
      escalateTo: ['asset-manager', 'security-manager'],
      escalateEvery: 'P7D',
      clause: clause('e'),
    },
    ownership: {
      states: ['registered'],
      within: 'P14D',
      remindBefore: ['P3D'],
      escalateTo: ['owner', 'asset-manager'],
      escalateEvery: 'P7D',
      clause: clause('d'),
    },
  },
} as const satisfies LifeCycle;

export const surveyLifeCycle = {
  initial: 'planned',
  states: {
    planned: { kind: 'active', clause: clause('b') },
    surveying: { kind: 'active', clause: clause('b') },
    concluded: { kind: 'final', outcome: 'achieved', clause: clause('b') },
    cancelled: { kind: 'final', outcome: 'not-achieved', clause: clause('b') },
  },
  actions: {
    start: {
      from: ['planned'],
      to: 'surveying',
      by: ['asset-manager'],
      clause: clause('b'),
      primary: true,
    },
    conclude: {
      from: ['surveying'],
      to: 'concluded',
      by: ['asset-manager'],
      clause: clause('b'),
      primary: true,
      form: { conclusion: { kind: 'text', multiline: true, required: true } },
      effects: ['count-found'],
    },
    cancel: {
      from: ['planned', 'surveying'],
      to: 'cancelled',
      by: ['asset-manager'],
      clause: clause('b'),
      comment: 'required',
      destructive: true,
    },
  },
  deadlines: {
    survey: {
      states: ['planned', 'surveying'],
      within: { by: 'time-to-due' },
      remindBefore: ['P7D'],
      escalateTo: ['asset-manager', 'security-manager'],
      escalateEvery: 'P7D',
      clause: clause('b'),
    },
  },
} as const satisfies LifeCycle;

export const checkLifeCycle = {
  initial: 'to-check',
  states: {
    'to-check': { kind: 'active', clause: clause('e') },
    confirmed: { kind: 'final', outcome: 'achieved', clause: clause('e') },
    missing: { kind: 'final', outcome: 'not-achieved', clause: clause('e') },
  },
  actions: {
    confirm: {
      from: ['to-check'],
      to: 'confirmed',
      by: ['asset-manager'],
      clause: clause('e'),
      primary: true,
      form: check,
      guards: ['shortcoming-is-told'],
      effects: ['confirm-asset'],
    },
    'report-missing': {
      from: ['to-check'],
      to: 'missing',
      by: ['asset-manager'],
      clause: clause('e'),
      destructive: true,
      form: { observations: { kind: 'text', multiline: true, required: true } },
      effects: ['keep-checker'],
    },
  },
} as const satisfies LifeCycle;
