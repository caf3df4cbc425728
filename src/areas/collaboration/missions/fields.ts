import type { Fields } from '#engine/fields.ts';
import { openScopeFields } from '../scope.ts';

/** Section of the Security Plan's chapter on fact-finding missions (`2` for §4.2). */
export const clause = (section: string): string => `Security Plan §4.${section}`;

export const manager = 'itsm-security-manager';
/** Whoever writes and reads what the mission prepares: the contractor's security management, and the LISO. */
export const missionTeam = [manager, 'liso', 'csip-manager', 'quality-controller'] as const;

/** What kinds of third parties an administration has (R-FFM-15). */
export const thirdPartyKinds = [
  'hosting',
  'network-service-provider',
  'it-management',
  'service-desk',
  'equipment-supplier',
  'software-supplier',
] as const;

export const targetKinds = ['administration', 'third-party'] as const;

/**
 * What a mission holds. Every party sees it: nothing that an administration gives, and no finding, stands here, but in registers of the case
 * and in answers to requests.
 */
export const missionFields = {
  description: {
    kind: 'text',
    required: true,
    multiline: true,
    search: true,
    clause: clause('4.1'),
  },
  missionKind: {
    kind: 'choice',
    options: ['planned', 'ad-hoc'],
    preset: 'planned',
    clause: clause('1'),
  },
  targets: { kind: 'choices', options: targetKinds, clause: clause('1') },
  ...openScopeFields(clause('1')),
  startsOn: { kind: 'date', clause: clause('4.1') },
  endsOn: { kind: 'date', clause: clause('4.1') },
  /** The administrations of the Member States of the scope, as they were when it was set. */
  administrations: {
    kind: 'references',
    to: 'organisations',
    computed: true,
    clause: clause('3'),
  },
  inputsComputedAt: { kind: 'instant', computed: true, clause: clause('2') },
  programmeApprovedAt: { kind: 'instant', computed: true, clause: clause('4.1') },
  /** When the programme, or the findings, were last written: a document that was made before does not show them as they are. */
  programmeChangedAt: { kind: 'instant', computed: true },
  findingsChangedAt: { kind: 'instant', computed: true },
  /** How often a programme was approved; an amended one asks only what is new. */
  programmes: { kind: 'integer', computed: true },
  followUps: {
    kind: 'choices',
    options: ['meeting', 'terms-update', 'other-mission', 'none'],
    clause: clause('2'),
  },
  followUpNote: { kind: 'text', multiline: true },
} as const satisfies Fields;

/** Kinds of questions; `single-choice` and `multiple-choice` bring their options. */
export const questionKinds = [
  'yes-no',
  'single-choice',
  'multiple-choice',
  'text',
  'number',
  'date',
  'file',
] as const;

/** A question as it is written, sent and printed. */
export const questionFields = {
  number: { kind: 'integer', required: true, min: 1, max: 999 },
  section: { kind: 'text', required: true, max: 120 },
  question: { kind: 'text', required: true, max: 1000, multiline: true },
  kind: { kind: 'choice', required: true, options: questionKinds },
  /** One option a line. */
  options: { kind: 'text', max: 4000, multiline: true },
  required: { kind: 'boolean' },
  help: { kind: 'text', max: 500, multiline: true },
  unit: { kind: 'text', max: 30 },
  /** Asked only where an earlier question was answered so. */
  dependsOn: { kind: 'integer', min: 1, max: 999 },
  dependsOnAnswer: { kind: 'text', max: 200 },
} as const satisfies Fields;

/** One answer: what was said, in the form of its question's kind, and what else is to be known. */
export const answerFields = {
  number: { kind: 'integer', required: true, min: 1, max: 999 },
  value: { kind: 'text', max: 10_000, multiline: true },
  remark: { kind: 'text', max: 4000, multiline: true },
} as const satisfies Fields;

/** What bears out a finding (R-FFM-30). */
export const evidenceKinds = [
  'interview-minutes',
  'questionnaire',
  'access',
  'document',
  'observation',
] as const;

/** How far a control is in place (R-FFM-29). */
export const assessments = ['in-place', 'partly-in-place', 'not-in-place', 'not-assessed'] as const;

export const severities = ['high', 'medium', 'low', 'none'] as const;

/** A finding as it is written. */
export const findingFields = {
  title: { kind: 'text', required: true, max: 200 },
  control: { kind: 'reference', to: 'controls', required: true },
  organisation: { kind: 'reference', to: 'organisations', required: true },
  statement: { kind: 'text', required: true, multiline: true },
  assessment: { kind: 'choice', required: true, options: assessments, clause: clause('4.2') },
  severity: { kind: 'choice', required: true, options: severities },
  recommendation: { kind: 'text', multiline: true },
  evidence: {
    kind: 'rows',
    max: 30,
    key: ['kind', 'reference'],
    clause: clause('4.2'),
    fields: {
      kind: { kind: 'choice', required: true, options: evidenceKinds },
      reference: { kind: 'text', required: true, max: 300 },
      digest: { kind: 'text', max: 64, pattern: '^[0-9a-f]{64}$' },
    },
  },
  /** Why nothing bears it out: an observation that leaves no paper. */
  note: { kind: 'text', multiline: true, max: 2000 },
} as const satisfies Fields;
