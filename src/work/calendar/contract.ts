import { z } from 'zod';
import { id, instant } from '#work/contract.ts';

export const answers = ['accepted', 'tentative', 'declined'] as const;

/** Somebody who was invited to the event of a case, and what the person answered. */
export const invitationView = z.object({
  id,
  personId: id,
  name: z.string(),
  organisationId: id,
  role: z.string(),
  answer: z.enum(answers).nullable(),
  /** When it was answered, and by what. */
  answeredAt: instant.nullable(),
  answeredBy: z.enum(['mail', 'application']).nullable(),
  remark: z.string().nullable(),
  toldAt: instant,
  /** Since when the person is not expected any longer. */
  withdrawnAt: instant.nullable(),
  /** The reader's own: may be answered. */
  mine: z.boolean(),
});

/** The event of a case as it was told last; null when nobody was invited yet. */
export const invitations = z.object({
  event: z
    .object({
      startsAt: instant,
      endsAt: instant.nullable(),
      place: z.string().nullable(),
      standing: z.enum(['confirmed', 'tentative', 'cancelled']),
      sequence: z.number().int(),
      toldAt: instant,
    })
    .nullable(),
  items: z.array(invitationView),
  titles: z.record(z.string(), z.string()),
});

export const answerInput = z.strictObject({
  answer: z.enum(answers),
  remark: z.string().max(2000).nullable().optional(),
});

export type InvitationView = z.infer<typeof invitationView>;
export type Invitations = z.infer<typeof invitations>;
export type AnswerInput = z.infer<typeof answerInput>;

/**
 * What an entry is: `event` what a case is about (a meeting, a mission, the force of terms), `deadline` when a case is due, `record` a date of
 * a record, `request` an answer that is owed, `task` work that waits.
 */
export const entryKinds = ['deadline', 'event', 'record', 'request', 'task'] as const;

export const calendarEntry = z.object({
  /** Unique in the calendar. */
  id: z.string(),
  kind: z.enum(entryKinds),
  startsAt: instant,
  /** Null: a moment, or one day. */
  endsAt: instant.nullable(),
  /** True: days count, the last one included; they are those of UTC. */
  allDay: z.boolean(),
  title: z.string(),
  reference: z.string().nullable(),
  /**
   * Whose words name it (`procedure.meeting`), and which: a field, deadline, task or kind of request; no name: what the owner declares takes
   * place itself.
   */
  owner: z.string().nullable(),
  name: z.string().nullable(),
  state: z.string().nullable(),
  /** True: something has to be done by then; false: something takes place, or counts from or until then. */
  due: z.boolean(),
  /** `case`, `request`, `task`, or the id of a register. */
  recordKind: z.string(),
  recordId: id,
  caseId: id.nullable(),
  /** Whose it is, or who has to act. */
  organisationId: id,
});

export const calendarInput = z.strictObject({
  from: instant,
  /** Not included. */
  to: instant,
  of: z.enum(['me', 'all']).default('me'),
  /** Several with commas between them. */
  kind: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  after: z.string().max(2000).optional(),
});

export const calendarPage = z.object({
  items: z.array(calendarEntry),
  next: z.string().nullable(),
  titles: z.record(z.string(), z.string()),
});

export type CalendarEntry = z.infer<typeof calendarEntry>;
export type CalendarPage = z.infer<typeof calendarPage>;
