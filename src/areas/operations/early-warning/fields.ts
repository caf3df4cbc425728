import type { Fields } from '#engine/fields.ts';

export const clause = (letter: string): string => `X.1052 §12.2.1 ${letter}`;

export const priorities = ['immediate', 'out-of-cycle', 'scheduled', 'defer'] as const;

/** Decision points of SSVC's deployer table; filled in from the registers, corrected by the person who judges. */
export const decisionPoints = {
  exploitation: { kind: 'choice', options: ['none', 'poc', 'active'], clause: clause('b') },
  exposure: { kind: 'choice', options: ['small', 'controlled', 'open'], clause: clause('b') },
  automatable: { kind: 'choice', options: ['no', 'yes'], clause: clause('b') },
  humanImpact: {
    kind: 'choice',
    options: ['low', 'medium', 'high', 'very-high'],
    clause: clause('b'),
  },
} as const satisfies Fields;

/** The three questions of the review (R-EW-6). */
export const criteria = {
  suitable: { kind: 'boolean', required: true, clause: clause('d') },
  adequate: { kind: 'boolean', required: true, clause: clause('d') },
  rational: { kind: 'boolean', required: true, clause: clause('d') },
} as const satisfies Fields;

/** What a warning and the patches that it asks for share: what is wrong, and how bad. */
const proposal = {
  proposedPriority: { kind: 'choice', options: priorities, computed: true, clause: clause('b') },
  priorityTable: { kind: 'text', max: 60, computed: true },
  kevDueDate: { kind: 'date', computed: true },
  epss: { kind: 'decimal', min: 0, max: 1, computed: true },
  knownExploited: { kind: 'boolean', computed: true },
  cvssScore: { kind: 'decimal', min: 0, max: 10, computed: true },
} as const satisfies Fields;

export const earlyWarningFields = {
  source: {
    kind: 'choice',
    required: true,
    options: ['internal-incident', 'vendor', 'security-organisation'],
    list: true,
    filter: true,
    clause: clause('a'),
  },
  summary: { kind: 'text', required: true, multiline: true, search: true, clause: clause('a') },
  advisory: { kind: 'reference', to: 'advisories', filter: true, clause: clause('a') },
  advisoryRevision: { kind: 'text', max: 100, computed: true },
  /** Further advisories about the same matter, side by side with the first, each at the revision that was noted. */
  sources: {
    kind: 'rows',
    computed: true,
    clause: clause('a'),
    fields: {
      advisory: { kind: 'reference', to: 'advisories', required: true },
      revision: { kind: 'text', max: 100 },
    },
  },
  /** The incident of our own that it comes from (H15). */
  incident: {
    kind: 'reference',
    to: 'cases',
    procedure: 'incident-coordination',
    computed: true,
    clause: clause('a'),
  },
  previousWarning: { kind: 'reference', to: 'cases', procedure: 'early-warning' },
  duplicateOf: { kind: 'reference', to: 'cases', procedure: 'early-warning' },
  assets: { kind: 'references', to: 'assets', clause: clause('b') },
  impact: { kind: 'text', multiline: true, clause: clause('b') },
  affectedCount: { kind: 'integer', min: 0, computed: true, clause: clause('b') },
  affectedWithoutFixCount: { kind: 'integer', min: 0, computed: true },
  unknownCount: { kind: 'integer', min: 0, computed: true },
  ...decisionPoints,
  ...proposal,
  priority: { kind: 'choice', options: priorities, clause: clause('b') },
  rationale: { kind: 'text', multiline: true, clause: clause('b') },
  imperative: { kind: 'boolean', clause: clause('b') },
  suitable: { kind: 'boolean', clause: clause('d') },
  adequate: { kind: 'boolean', clause: clause('d') },
  rational: { kind: 'boolean', clause: clause('d') },
  /** The recommendations as they were submitted: what the reviewer's approval is bound to. */
  submitted: {
    kind: 'rows',
    computed: true,
    clause: clause('d'),
    fields: {
      recommendation: { kind: 'reference', to: 'recommendations', required: true },
      digest: { kind: 'text', required: true, max: 64 },
      kind: { kind: 'choice', required: true, options: ['configuration', 'patch', 'other'] },
      title: { kind: 'text', required: true },
      text: { kind: 'text', required: true, multiline: true },
      urgency: { kind: 'choice', required: true, options: priorities },
    },
  },
} as const satisfies Fields;
