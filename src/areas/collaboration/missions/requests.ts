import type { Fields } from '#engine/fields.ts';
import type { RequestKind } from '#engine/request.ts';
import { answerFields, clause, manager, questionFields } from './fields.ts';

/** Both roles may answer: the national project manager (or a delegate) for the administration, its third party for itself. */
const toBoth = ['npm', 'third-party-contact'] as const;

/** Weeks for what takes work, days for what is a word. */
const urgencies = {
  normal: { acknowledge: 'P5D', answer: 'P20D' },
  high: { acknowledge: 'P2D', answer: 'P7D' },
} as const;

const asked = {
  by: [manager],
  from: ['collecting'],
  to: toBoth,
  urgencies,
  escalateTo: ['npm', manager, 'liso'],
  hidden: true,
  holdsEnd: false,
} as const;

const text = { kind: 'text', multiline: true } as const satisfies Fields[string];

/**
 * What a mission asks of administrations and their third parties. All are hidden: no administration sees what another one was asked or
 * answered. Nothing that collects may be sent before the programme is approved (R-FFM-23).
 */
export const missionRequests = {
  /** Tells the national project managers of the mission and asks them to cooperate, or to nominate a delegate (R-FFM-19, R-FFM-20). */
  cooperation: {
    ...asked,
    from: ['requested', 'set-up', 'programme-in-approval', 'collecting'],
    to: ['npm'],
    answer: { contactPerson: { kind: 'text', max: 200 }, note: text },
    verified: false,
    clause: clause('3'),
  },
  /** The questionnaire, frozen as it was when it was sent (R-FFM-10). */
  questionnaire: {
    ...asked,
    fields: {
      questions: { kind: 'rows', required: true, min: 1, max: 300, fields: questionFields },
    },
    answer: { answers: { kind: 'rows', required: true, max: 300, fields: answerFields } },
    verified: true,
    onAnswer: 'receive-answer',
    clause: clause('2'),
  },
  /** Access to information or an asset of the programme: provided, or refused with the reason (R-FFM-18). */
  access: {
    ...asked,
    fields: {
      kind: { kind: 'choice', required: true, options: ['information', 'asset'] },
      provider: { kind: 'text', max: 200 },
    },
    answer: {
      provided: {
        kind: 'choice',
        required: true,
        options: ['documents-handed-over', 'access-granted', 'shown-on-site'],
      },
      where: { ...text, required: true },
      limits: text,
    },
    verified: true,
    clause: clause('3'),
  },
  interview: {
    ...asked,
    fields: {
      interviewee: { kind: 'text', required: true, max: 200 },
      plannedAt: { kind: 'instant' },
      place: { kind: 'text', max: 200 },
    },
    answer: { agreedAt: { kind: 'instant' }, attendees: text },
    verified: false,
    clause: clause('2'),
  },
  /** The minutes of an interview, for its interviewee to confirm or to correct (R-FFM-10). */
  minutes: {
    ...asked,
    fields: {
      interview: { kind: 'integer', required: true, min: 1 },
      interviewee: { kind: 'text', required: true, max: 200 },
      heldAt: { kind: 'instant', required: true },
      attendees: { ...text, required: true },
      minutesVersion: { kind: 'integer', required: true, min: 1 },
    },
    answer: {
      confirmed: { kind: 'choice', required: true, options: ['confirmed', 'to-be-corrected'] },
      correction: text,
    },
    verified: false,
    onAnswer: 'receive-answer',
    clause: clause('2'),
  },
} as const satisfies Record<string, RequestKind>;

/** Kinds whose answers are waited for before the report is written; an interview is waited for itself, not the word to its invitation. */
export const awaitedRequests: readonly string[] = ['questionnaire', 'access', 'minutes'];
