import { defineProcedure } from '#engine/define.ts';
import type { Action } from '#engine/life-cycle.ts';
import { antivirusFields, clause, keepers, managers } from './fields.ts';

/** States before the report is written: definitions, coverage and scans still change. */
export const underWay = ['checking', 'definitions-checked', 'definitions-distributed'] as const;
const beforeReport = [...underWay, 'scanned', 'report-draft'] as const;

const cycleActions = {
  'record-check': {
    from: ['checking'],
    to: 'definitions-checked',
    by: keepers,
    clause: clause('a'),
    guards: ['definitions-are-checked'],
    primary: true,
  },
  'record-distribution': {
    from: ['definitions-checked'],
    to: 'definitions-distributed',
    by: keepers,
    clause: clause('b'),
    form: { coverageReason: { kind: 'text', multiline: true } },
    guards: ['installations-are-known', 'coverage-is-enough-or-explained'],
    effects: ['count-coverage'],
    primary: true,
  },
  'conclude-scans': {
    from: ['definitions-distributed'],
    to: 'scanned',
    by: keepers,
    clause: clause('c'),
    guards: ['scans-are-recorded'],
    effects: ['count-coverage', 'count-scans'],
    primary: true,
  },
  'count-again': {
    from: ['scanned', 'report-draft'],
    to: 'same',
    by: keepers,
    clause: clause('d'),
    effects: ['count-coverage', 'count-scans'],
  },
  /** A scan of the period found something: told to incident management at once, whatever the cycle waits for. */
  'report-infection': {
    from: beforeReport,
    to: 'same',
    by: 'system',
    clause: clause('c'),
    form: { scanRun: { kind: 'reference', to: 'scan-runs', required: true } },
    handOffs: ['incident'],
    notify: keepers,
  },
  'draft-report': {
    from: ['scanned'],
    to: 'report-draft',
    by: keepers,
    clause: clause('d'),
    guards: ['infections-are-judged'],
    effects: ['count-coverage', 'count-scans'],
    primary: true,
  },
  'submit-report': {
    from: ['report-draft'],
    to: 'issued',
    by: keepers,
    clause: clause('d'),
    guards: ['infections-are-judged', 'report-is-delivered'],
    notify: managers,
    primary: true,
  },
  'return-report': {
    from: ['issued'],
    to: 'report-draft',
    by: managers,
    clause: clause('d'),
    comment: 'required',
    notify: keepers,
  },
  acknowledge: {
    from: ['issued'],
    to: 'acknowledged',
    by: managers,
    clause: clause('d'),
    comment: 'optional',
    notBy: ['submit-report'],
    notify: keepers,
    primary: true,
  },
  cancel: {
    from: underWay,
    to: 'cancelled',
    by: keepers,
    clause: clause('d'),
    comment: 'required',
    destructive: true,
    notify: managers,
  },
} as const satisfies Record<string, Action>;

/** Antivirus management, X.1052 §12.2.7 (SM-AV): one period, from the definitions to the report that management acknowledges. */
export const antivirus = defineProcedure({
  id: 'antivirus',
  version: 1,
  area: 'operations',
  activity: 'antivirus',
  category: 'monitoring',
  clause: 'X.1052 §12.2.7',
  referencePrefix: 'AV',
  initial: 'checking',
  roles: {
    'antivirus-manager': { party: 'operations' },
    'security-manager': { party: 'operations' },
    'operations-management': { party: 'management' },
    management: { party: 'management' },
  },
  openedBy: keepers,
  fields: antivirusFields,
  deliverables: ['antivirus-report'],
  states: {
    checking: { kind: 'active', clause: clause('a') },
    'definitions-checked': { kind: 'active', clause: clause('a') },
    'definitions-distributed': { kind: 'active', clause: clause('b') },
    scanned: { kind: 'active', clause: clause('c') },
    'report-draft': { kind: 'active', clause: clause('d') },
    issued: { kind: 'active', clause: clause('d') },
    acknowledged: { kind: 'final', outcome: 'achieved', clause: clause('d') },
    cancelled: { kind: 'final', outcome: 'not-achieved', clause: clause('d') },
  },
  actions: cycleActions,
  handOffs: {
    incident: {
      to: 'incident',
      planned: {
        clause: 'X.1052 §13.2',
        within: 'P2D',
        payload: {
          summary: { kind: 'text', required: true, multiline: true },
          asset: { kind: 'reference', to: 'assets' },
          scanRun: { kind: 'reference', to: 'scan-runs' },
          foundAt: { kind: 'instant' },
        },
      },
      // The report tells of an infection; it does not wait for its end.
      mandatory: false,
      payload: 'infection',
      acceptedBy: 'isirt',
      clause: clause('c'),
    },
  },
  deadlines: {
    check: {
      states: ['checking'],
      within: 'P1D',
      escalateTo: ['antivirus-manager', 'security-manager'],
      escalateEvery: 'P1D',
      clause: clause('a'),
    },
    distribution: {
      states: ['definitions-checked'],
      within: 'P3D',
      remindBefore: ['P1D'],
      escalateTo: ['antivirus-manager', 'security-manager'],
      escalateEvery: 'P2D',
      clause: clause('b'),
    },
    scans: {
      states: ['definitions-distributed'],
      within: { by: 'time-to-scan' },
      remindBefore: ['P2D'],
      escalateTo: ['antivirus-manager', 'security-manager'],
      escalateEvery: 'P2D',
      clause: clause('c'),
    },
    report: {
      states: ['scanned', 'report-draft'],
      within: 'P10D',
      remindBefore: ['P3D'],
      escalateTo: ['security-manager', 'operations-management'],
      escalateEvery: 'P5D',
      clause: clause('d'),
    },
    acknowledgement: {
      states: ['issued'],
      within: 'P10D',
      remindBefore: ['P3D'],
      escalateTo: ['operations-management', 'management'],
      escalateEvery: 'P5D',
      clause: clause('d'),
    },
  },
  duties: {
    definitions: { every: 'P1D', role: 'antivirus-manager', clause: clause('a') },
    scan: { every: 'P7D', role: 'antivirus-manager', clause: clause('c') },
    cycle: { every: 'P1M', role: 'antivirus-manager', clause: clause('d') },
  },
  measures: {
    'check-to-distribution': {
      from: 'definitions-checked',
      to: 'definitions-distributed',
      unit: 'hours',
      clause: clause('b'),
    },
    'cycle-to-acknowledgement': {
      from: 'checking',
      to: 'acknowledged',
      unit: 'days',
      clause: clause('d'),
    },
  },
});
