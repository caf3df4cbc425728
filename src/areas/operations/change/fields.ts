import type { Fields } from '#engine/fields.ts';

export const clause = (letter: string): string => `X.1052 §12.2.4 ${letter}`;

/** The five mandatory parts of a change plan (R-CH-2). */
export const planParts = {
  impactScope: { kind: 'text', multiline: true, clause: clause('b') },
  operationsProcess: { kind: 'text', multiline: true, clause: clause('b') },
  effectivenessCheck: { kind: 'text', multiline: true, clause: clause('b') },
  rollbackProcess: { kind: 'text', multiline: true, clause: clause('b') },
  continuityPlan: { kind: 'text', multiline: true, clause: clause('b') },
} as const satisfies Fields;

export const requiredPlan: Fields = Object.fromEntries(
  Object.entries(planParts).map(([name, field]) => [name, { ...field, required: true }]),
);

export const schedule = {
  implementer: { kind: 'reference', to: 'people' },
  windowStart: { kind: 'instant' },
  windowEnd: { kind: 'instant' },
} as const satisfies Fields;

export const requiredSchedule: Fields = Object.fromEntries(
  Object.entries(schedule).map(([name, field]) => [name, { ...field, required: true }]),
);

export const testResult = {
  result: { kind: 'choice', required: true, options: ['passed', 'failed'] },
  environment: { kind: 'text', required: true, max: 300 },
  observations: { kind: 'text', required: true, multiline: true },
} as const satisfies Fields;

export const review = {
  effective: { kind: 'boolean', required: true },
  negativeImpact: { kind: 'boolean', required: true },
  observations: { kind: 'text', required: true, multiline: true },
} as const satisfies Fields;

/** What a change case holds; everything that repeats is a register of the case. */
export const changeFields = {
  origin: {
    kind: 'choice',
    required: true,
    options: ['patch', 'configuration', 'interconnection', 'risk', 'incident', 'change', 'other'],
    clause: clause('a'),
  },
  reason: { kind: 'text', required: true, multiline: true, clause: clause('a') },
  assets: { kind: 'references', to: 'assets' },
  services: { kind: 'references', to: 'services' },
  priority: { kind: 'choice', options: ['immediate', 'high', 'normal', 'low'] },
  dueBy: { kind: 'instant' },
  variant: { kind: 'choice', options: ['normal', 'standard', 'emergency'] },
  model: { kind: 'reference', to: 'change-models' },
  incident: { kind: 'reference', to: 'cases', clause: clause('d') },
  emergencyReason: { kind: 'text', multiline: true },
  ...planParts,
  ...schedule,
  onsiteEnvironment: { kind: 'text', max: 300, clause: clause('c') },
  onsiteSafeguards: { kind: 'text', multiline: true, clause: clause('c') },
  onsiteStopCriteria: { kind: 'text', multiline: true, clause: clause('c') },
  onsiteWayBack: { kind: 'text', multiline: true, clause: clause('c') },
  labTest: { kind: 'choice', options: ['passed', 'failed'], computed: true },
  onsiteTest: { kind: 'choice', options: ['passed', 'failed'], computed: true },
  implementedAt: { kind: 'instant', computed: true },
  implementationLog: { kind: 'text', multiline: true },
  firstReview: { kind: 'choice', options: ['effective', 'not-effective'], computed: true },
  secondReview: { kind: 'choice', options: ['effective', 'not-effective'], computed: true },
} as const satisfies Fields;
