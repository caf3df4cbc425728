import type { Fields } from '#engine/fields.ts';
import { impacts, labels, levels } from './decision/high-impact.ts';

export const process = 'Security Plan §6.2';
export const report = 'Security Plan §6.4.1';

export const manager = 'itsm-security-manager';
/** Who may see what the coordination collects: the coordinating contractor, and the owner's security officer. */
export const coordinators = [manager, 'liso', 'quality-controller'] as const;

/** AD2 Annex 12: these categories go to Application Management at once. */
export const assignedAtOnce = ['capacity-management', 'installation', 'ccn-configuration'] as const;

export const categories = [
  ...assignedAtOnce,
  'malicious-code',
  'intrusion',
  'availability',
  'information-content',
  'fraud',
  'vulnerability',
  'other',
] as const;

/** When it happened and became known, as far as it is known; all in UTC. */
export const instants = {
  occurredAt: { kind: 'instant', clause: process },
  detectedAt: { kind: 'instant', clause: process },
  reportedAt: { kind: 'instant', clause: process },
} as const satisfies Fields;

/** What the report of an incident says when it comes in (R-INC-3). */
export const intake = {
  ticket: { kind: 'text', max: 100, search: true, clause: process },
  ticketSystem: { kind: 'text', max: 100, clause: process },
  reporter: { kind: 'text', max: 200, clause: process },
  ...instants,
  category: { kind: 'choice', options: categories, clause: 'Security Plan §6.2, AD2 Annex 12' },
  managedItem: { kind: 'boolean', clause: 'Security Plan §6.2, AD2 Annex 12' },
  originAdministration: { kind: 'reference', to: 'organisations', clause: 'Security Plan §6.1' },
  /** Terms whose scope these are in decide who is told and asked; those assessed later join them. */
  systems: { kind: 'references', to: 'systems', clause: 'Security Plan §1.2, §6.1' },
} as const satisfies Fields;

/** Kind of what is asked for, as the clauses of terms name it; without one it is logs. */
export const evidenceKind = {
  evidence: {
    kind: 'choice',
    options: ['log', 'e-mail', 'screenshot', 'image', 'configuration', 'other'],
  },
} as const satisfies Fields;

/** Asked for at the end of an incident in which an administration was affected with which that of its origin did not speak. */
export const noLiaison = {
  noLiaisonBecause: { kind: 'text', multiline: true, max: 2000, clause: process },
} as const satisfies Fields;

/** Seen by every party: what one administration gives stands in registers and answers, never here. */
export const incidentFields = {
  summary: { kind: 'text', required: true, multiline: true, search: true, clause: process },
  ...intake,
  affectedAdministrations: {
    kind: 'references',
    to: 'organisations',
    clause: 'Security Plan §6.1',
  },
  commonDomainImpact: {
    kind: 'choice',
    options: ['yes', 'suspected', 'no'],
    clause: 'Security Plan §6.1',
  },
  ...noLiaison,
  receivedAt: { kind: 'instant', computed: true },
  registeredAt: { kind: 'instant', computed: true },
  containedAt: { kind: 'instant' },
  resolvedAt: { kind: 'instant' },
  recoveredAt: { kind: 'instant' },
  serviceDeskSolution: {
    kind: 'text',
    multiline: true,
    clause: 'Security Plan §6.2, AD2 Annex 12',
  },
  solvedAt: { kind: 'instant', computed: true },
  assignedTo: { kind: 'choice', options: ['application-management'], computed: true },
  assignedAt: { kind: 'instant', computed: true },
  assignedBecause: { kind: 'choice', options: ['category', 'two-hours'], computed: true },
  localManagement: { kind: 'text', max: 300 },
  highImpact: { kind: 'boolean', computed: true, clause: process },
  impactTable: { kind: 'text', max: 60, computed: true },
  impactDecidedAt: { kind: 'instant', computed: true },
  impactOverride: { kind: 'choice', options: ['raised', 'lowered'], computed: true },
} as const satisfies Fields;

const impact = { kind: 'choice', required: true, options: impacts, clause: process } as const;

/** Impact by criterion, and the judgement that a person records where one is significant. */
export const judgement = {
  confidentiality: { ...impact, list: true },
  integrity: { ...impact, list: true },
  availability: { ...impact, list: true },
  criteria: {
    kind: 'choices',
    options: [
      'exchange-stopped',
      'many-users',
      'no-workaround',
      'long-outage',
      'legal-time-limits',
      'data-wrong-or-lost',
      'other',
    ],
    clause: process,
  },
  judgement: { kind: 'text', multiline: true, clause: process },
} as const satisfies Fields;

export const affectedSystem = {
  system: { kind: 'reference', to: 'systems', required: true, list: true },
  level: { kind: 'choice', options: levels, list: true, clause: process },
  services: { kind: 'text', multiline: true, clause: 'Security Plan §6.4.1, Table 8, 2.4' },
  ...judgement,
} as const satisfies Fields;

export const affectedInformationFields = {
  name: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
  informationLabel: {
    kind: 'choice',
    required: true,
    options: labels,
    list: true,
    clause: process,
  },
  ...judgement,
} as const satisfies Fields;

export const timelineFields = {
  at: { kind: 'instant', required: true, list: true, sort: true },
  zone: { kind: 'text', required: true, max: 60, list: true },
  phase: {
    kind: 'choice',
    required: true,
    options: ['detection', 'registration', 'resolution', 'recovery', 'closure'],
    list: true,
    filter: true,
    clause: 'Security Plan §6.4.1, Table 8, 3.3',
  },
  event: { kind: 'text', required: true, multiline: true, max: 4000, list: true, search: true },
  source: { kind: 'text', max: 300, list: true },
} as const satisfies Fields;

/** The file of evidence that an extract was taken from, and the lines or bytes of it that the extract shows. */
export const citation = {
  file: {
    kind: 'reference',
    to: 'evidence',
    clause: 'Security Plan §6.4.1, Table 8, 3.1, 3.2',
  },
  rangeUnit: { kind: 'choice', options: ['lines', 'bytes'] },
  rangeFrom: { kind: 'integer', min: 0 },
  rangeTo: { kind: 'integer', min: 0 },
} as const satisfies Fields;

export const exhibitFields = {
  kind: {
    kind: 'choice',
    required: true,
    options: ['e-mail', 'log', 'other'],
    list: true,
    filter: true,
    clause: 'Security Plan §6.4.1, Table 8, 3.1, 3.2',
  },
  at: { kind: 'instant', required: true, list: true, sort: true },
  from: { kind: 'text', required: true, max: 300, list: true },
  subject: { kind: 'text', required: true, max: 300, list: true, search: true },
  excerpt: { kind: 'text', required: true, multiline: true },
  ...citation,
} as const satisfies Fields;

export const gapFields = {
  policy: { kind: 'text', required: true, max: 300, list: true, sort: true },
  deviation: { kind: 'text', required: true, multiline: true, list: true, search: true },
  consequence: { kind: 'text', multiline: true },
  requirement: { kind: 'text', required: true, multiline: true },
} as const satisfies Fields;

export const recommendationFields = {
  title: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
  text: { kind: 'text', required: true, multiline: true },
  goesTo: {
    kind: 'choice',
    required: true,
    options: ['improvement', 'change', 'configuration', 'policy'],
    list: true,
    filter: true,
    clause: 'Security Plan §6.4.1, Table 8, 4',
  },
  urgency: {
    kind: 'choice',
    required: true,
    options: ['immediate', 'high', 'normal'],
    list: true,
    filter: true,
  },
} as const satisfies Fields;

/** What the analysis came to (R-INC-20). */
export const findingFields = {
  kind: {
    kind: 'choice',
    required: true,
    options: ['root-cause', 'related-issue', 'lesson', 'action-taken'],
    list: true,
    filter: true,
    clause: report,
  },
  text: { kind: 'text', required: true, multiline: true, max: 8000, list: true, search: true },
} as const satisfies Fields;
