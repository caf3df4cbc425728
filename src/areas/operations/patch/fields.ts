import type { Fields } from '#engine/fields.ts';

export const clause = (letter: string): string => `X.1052 §12.2.3 ${letter}`;

export const priorities = ['immediate', 'high', 'normal', 'low'] as const;

/** What the priority is computed from (R-PT-3); a hand-off fills it in from the registers. */
export const weights = {
  cvssScore: { kind: 'decimal', min: 0, max: 10, clause: clause('c') },
  knownExploited: { kind: 'boolean', clause: clause('c') },
  kevDueDate: { kind: 'date', clause: clause('c') },
  assetValue: {
    kind: 'choice',
    options: ['standard', 'important', 'critical', 'strategic'],
    clause: clause('c'),
  },
  exposure: {
    kind: 'choice',
    options: ['internet', 'partner', 'internal', 'isolated'],
    clause: clause('c'),
  },
} as const satisfies Fields;

export const requirementFields = {
  requirement: { kind: 'text', required: true, multiline: true, clause: clause('a') },
  assets: { kind: 'references', to: 'assets', required: true, clause: clause('a') },
  package: { kind: 'text', max: 200, clause: clause('a') },
  fixedVersion: { kind: 'text', max: 200, clause: clause('a') },
} as const satisfies Fields;

export const patchFields = {
  ...requirementFields,
  origin: {
    kind: 'choice',
    required: true,
    options: ['early-warning', 'vendor', 'other'],
    list: true,
    filter: true,
    clause: clause('a'),
  },
  advisory: {
    kind: 'reference',
    to: 'advisories',
    required: true,
    filter: true,
    clause: clause('a'),
  },
  recommendation: { kind: 'reference', to: 'recommendations', computed: true },
  reopenedFrom: { kind: 'reference', to: 'cases', procedure: 'patch', computed: true },
  ...weights,
  testResult: {
    kind: 'choice',
    options: ['effective', 'not-effective'],
    computed: true,
    clause: clause('b'),
  },
  proposedPriority: { kind: 'choice', options: priorities, computed: true, clause: clause('c') },
  priority: { kind: 'choice', options: priorities, clause: clause('c') },
  priorityReason: { kind: 'text', multiline: true, clause: clause('c') },
  dueBy: { kind: 'instant', computed: true, clause: clause('c') },
  changeAttempts: { kind: 'integer', min: 0, computed: true },
  implementedAt: { kind: 'instant', computed: true },
  alternative: {
    kind: 'choice',
    options: ['workaround', 'wait', 'feedback'],
    clause: clause('b'),
  },
  alternativeMeasure: { kind: 'text', multiline: true, clause: clause('b') },
  alternativeOwner: { kind: 'reference', to: 'people', clause: clause('b') },
  reviewBy: { kind: 'instant', clause: clause('b') },
  deferredUntil: { kind: 'instant', computed: true },
} as const satisfies Fields;
