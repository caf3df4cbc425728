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
