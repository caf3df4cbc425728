import type { Fields } from '#engine/fields.ts';

/** The step of data leakage management (X.1052 §12.2.8) that asks for something. */
export const clause = (step: 'a' | 'b' | 'c' | 'd' | 'e') => `X.1052 §12.2.8 ${step}`;

/** Who keeps rules, inventory and specifications, and judges what interfaces report. */
export const keepers = ['security-manager', 'data-protection-officer'] as const;

/** The labels of information in the order of what they ask for; the classification scheme of the rules. */
export const classifications = ['PUBLIC', 'LIMITED', 'SENSITIVE'] as const;

/** What is done with data: storing, processing, sharing and transmission, destruction. */
export const operations = ['store', 'process', 'share', 'destroy'] as const;

/** What may be known of an event when it is reported, and is known when it is confirmed. */
export const judged = {
  classification: { kind: 'choice', options: classifications, clause: clause('b') },
  operation: { kind: 'choice', options: operations, clause: clause('b') },
  conditionsKept: { kind: 'boolean', clause: clause('b') },
  personalData: { kind: 'boolean', clause: 'X.1052 §12.2.8' },
  peopleConcerned: { kind: 'integer', min: 0, clause: 'X.1052 §12.2.8' },
} as const satisfies Fields;

export const eventFields = {
  happened: { kind: 'text', required: true, multiline: true, clause: clause('d') },
  detectedAt: { kind: 'instant', required: true, clause: clause('d') },
  detectedBy: { kind: 'text', max: 200, clause: clause('d') },
  interface: { kind: 'reference', to: 'monitored-interfaces', clause: clause('d') },
  data: { kind: 'reference', to: 'data-inventory', clause: clause('b') },
  flow: { kind: 'reference', to: 'data-flows', clause: clause('b') },
  recipient: { kind: 'text', max: 300, clause: clause('d') },
  ...judged,
  /** The rule that holds for the classification and the operation, when there is one. */
  rule: { kind: 'reference', to: 'handling-rules', computed: true, clause: clause('b') },
  verdict: {
    kind: 'choice',
    options: ['contradicts', 'keeps-to', 'no-rule', 'not-known'],
    computed: true,
    clause: clause('b'),
  },
  assessment: { kind: 'text', multiline: true, clause: clause('d') },
  lesson: { kind: 'text', multiline: true, clause: clause('e') },
  specification: {
    kind: 'reference',
    to: 'cases',
    procedure: 'leakage-specification',
    clause: clause('e'),
  },
} as const satisfies Fields;
