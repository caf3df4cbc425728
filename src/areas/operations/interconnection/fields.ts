import type { Fields } from '#engine/fields.ts';

export const clause = (letter: string): string => `X.1052 §12.2.5 ${letter}`;

export const requesterKinds = ['business-department', 'third-party-network-owner'] as const;

/** Measures at the border of the two networks. */
export const borderMeasures = [
  'firewall',
  'gateway',
  'routing-filter',
  'encryption',
  'authentication',
  'intrusion-detection',
  'segregation',
  'monitoring',
] as const;

/** The plan (R-NI-2): what the examiner holds against the principles, and later against what was built. */
export const planFields = {
  requesterKind: {
    kind: 'choice',
    required: true,
    options: requesterKinds,
    list: true,
    filter: true,
    clause: clause('b'),
  },
  requester: { kind: 'text', required: true, max: 300, clause: clause('b') },
  partner: {
    kind: 'reference',
    to: 'organisations',
    list: true,
    filter: true,
    clause: clause('b'),
  },
  purpose: { kind: 'text', required: true, multiline: true, max: 5000, clause: clause('b') },
  nearEnd: { kind: 'text', required: true, max: 300, clause: clause('b') },
  farEnd: { kind: 'text', required: true, max: 300, clause: clause('b') },
  direction: {
    kind: 'choice',
    required: true,
    options: ['inbound', 'outbound', 'both'],
    clause: clause('b'),
  },
  connection: { kind: 'text', required: true, multiline: true, max: 5000, clause: clause('b') },
  data: { kind: 'text', required: true, multiline: true, max: 5000, clause: clause('b') },
  borderMeasures: { kind: 'choices', options: borderMeasures, clause: clause('b') },
  borderDetail: { kind: 'text', required: true, multiline: true, max: 5000, clause: clause('b') },
  contacts: { kind: 'text', required: true, multiline: true, max: 2000, clause: clause('b') },
  ending: { kind: 'text', required: true, multiline: true, max: 5000, clause: clause('b') },
  assets: { kind: 'references', to: 'assets' },
  services: { kind: 'references', to: 'services' },
} as const satisfies Fields;

/** What an interconnection case holds: the plan, and what came of it. */
export const interconnectionFields = {
  ...planFields,
  round: { kind: 'integer', min: 1, computed: true },
  failedPrinciples: { kind: 'text', multiline: true, computed: true, clause: clause('c') },
  changeAttempts: { kind: 'integer', min: 0, computed: true },
  differences: { kind: 'text', multiline: true, max: 5000, clause: clause('e') },
  lastExaminedAt: { kind: 'instant', computed: true, clause: clause('e') },
  nextExaminationAt: { kind: 'instant', computed: true, clause: clause('e') },
} as const satisfies Fields;

/** The implementation held against the plan, part by part (R-NI-5). */
export const matchForm = {
  endsMatch: { kind: 'boolean', required: true, clause: clause('e') },
  dataMatch: { kind: 'boolean', required: true, clause: clause('e') },
  measuresMatch: { kind: 'boolean', required: true, clause: clause('e') },
  observations: { kind: 'text', required: true, multiline: true, max: 5000, clause: clause('e') },
} as const satisfies Fields;

export const differenceForm = {
  ...matchForm,
  differences: { kind: 'text', required: true, multiline: true, max: 5000, clause: clause('e') },
} as const satisfies Fields;
