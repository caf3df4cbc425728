import type { Action } from '#engine/life-cycle.ts';
import { clause, decisionPoints, priorities } from './fields.ts';

/** From collection to the judgement: is something imperative, or is a report enough? (X.1052 §12.2.1 a, b) */
export const analysisActions = {
  'start-analysis': {
    from: ['collected'],
    to: 'analysing',
    by: ['isirt'],
    clause: clause('a'),
    guards: ['no-open-twin'],
    primary: true,
  },
  merge: {
    from: ['collected', 'analysing'],
    to: 'duplicate',
    by: ['isirt'],
    clause: clause('a'),
    comment: 'required',
    form: {
      duplicateOf: {
        kind: 'reference',
        to: 'cases',
        procedure: 'early-warning',
        required: true,
      },
    },
    guards: ['twin-is-another-warning'],
    effects: ['check-twin'],
  },
  'record-impact': {
    from: ['analysing'],
    to: 'judged',
    by: ['isirt'],
    clause: clause('b'),
    primary: true,
    form: {
      impact: { kind: 'text', required: true, multiline: true },
      advisory: { kind: 'reference', to: 'advisories' },
      assets: { kind: 'references', to: 'assets' },
    },
    effects: ['fill-in-impact'],
    notify: ['isirt-lead'],
  },
  'declare-no-impact': {
    from: ['analysing'],
    to: 'no-impact',
    by: ['isirt'],
    clause: clause('b'),
    comment: 'required',
    guards: ['nothing-is-affected'],
    notify: ['isirt-lead'],
  },
  'analyse-again': {
    from: ['judged', 'recommending'],
    to: 'analysing',
    by: ['isirt-lead'],
    clause: clause('b'),
    comment: 'required',
    notify: ['isirt'],
  },
  judge: {
    from: ['judged'],
    to: [{ when: 'judged-imperative', to: 'recommending' }, { to: 'reporting' }],
    by: ['isirt-lead'],
    clause: clause('b'),
    primary: true,
    form: {
      ...decisionPoints,
      priority: { kind: 'choice', options: priorities, required: true },
      imperative: { kind: 'boolean', required: true },
      rationale: { kind: 'text', required: true, multiline: true },
    },
    effects: ['propose-priority'],
    notify: ['isirt'],
  },
  'release-report': {
    from: ['reporting'],
    to: 'reported',
    by: ['isirt-lead'],
    clause: clause('b'),
    guards: ['report-is-issued'],
    effects: ['inform-parties'],
    notify: ['informed-party'],
    primary: true,
  },
} as const satisfies Record<string, Action>;

/** What a revision of the advisory does to an open warning. */
export const revisionActions = {
  'record-revision': {
    from: 'any-open',
    to: 'same',
    by: 'system',
    clause: clause('a'),
    form: {
      advisoryRevision: { kind: 'text', max: 100, required: true },
      remediationChanged: { kind: 'boolean', required: true },
    },
    notify: ['isirt'],
  },
  'record-source': {
    from: 'any-open',
    to: 'same',
    by: 'system',
    clause: clause('a'),
    form: {
      sourceAdvisory: { kind: 'reference', to: 'advisories', required: true },
      sourceRevision: { kind: 'text', max: 100 },
    },
    effects: ['keep-source'],
    notify: ['isirt'],
  },
  'raise-again': {
    from: ['judged', 'reporting', 'reported', 'reviewing', 'tracking'],
    to: [
      { when: 'is-under-review', to: 'recommending' },
      { when: 'is-tracked', to: 'reconsidering' },
      { to: 'analysing' },
    ],
    by: 'system',
    clause: clause('b'),
    form: { advisoryRevision: { kind: 'text', max: 100, required: true } },
    notify: ['isirt', 'isirt-lead'],
  },
} as const satisfies Record<string, Action>;
