import { z } from 'zod';
import { allowedAction, id, instant, label, listInput, tlp } from '#work/contract.ts';
import { nobodyThere } from '#work/presence/contract.ts';

const values = z.record(z.string(), z.unknown());
const titles = z.record(z.string(), z.string());

/** States of a recipient, in the order in which they come. */
export const recipientStates = [
  ...(['sent', 'seen', 'acknowledged', 'accepted', 'in-progress', 'done', 'declined'] as const),
  ...(['returned', 'verified', 'released', 'void', 'withdrawn'] as const),
] as const;

export const recipientState = z.enum(recipientStates);

/** Most recipients of one request. */
export const mostRecipients = 500;

export const sendRequestInput = z.strictObject({
  caseId: id,
  kind: z.string().max(60),
  subject: z.string().trim().min(1).max(300),
  text: z.string().trim().min(1).max(20_000),
  urgency: z.string().max(40),
  /** Instead of what the urgency says. */
  dueAt: z.iso.datetime().nullish(),
  fields: values.optional(),
  recipients: z
    .array(
      z.strictObject({
        organisationId: id,
        /** One of the roles that the kind of request names; absent: its first. */
        role: z.string().max(60).optional(),
        personId: id.nullish(),
      }),
    )
    .min(1)
    .max(mostRecipients),
  onBehalfOf: id.nullish(),
});
export type SendRequestInput = z.infer<typeof sendRequestInput>;

export const recipientView = z.object({
  id,
  organisationId: id,
  role: z.string(),
  personId: id.nullable(),
  state: recipientState,
  open: z.boolean(),
  answer: values.nullable(),
  comment: z.string().nullable(),
  dueAt: z.iso.datetime().nullable(),
  seenAt: z.iso.datetime().nullable(),
  acknowledgedAt: z.iso.datetime().nullable(),
  answeredAt: z.iso.datetime().nullable(),
  answeredBy: id.nullable(),
  version: z.number().int(),
  /** The reader may answer for it. */
  mine: z.boolean(),
  /** Nobody is there to answer. Told to who waits for it. */
  away: nobodyThere.nullish(),
});
export type RecipientView = z.infer<typeof recipientView>;

export const requestView = z.object({
  id,
  ownerId: id,
  caseId: id,
  procedure: z.string(),
  kind: z.string(),
  reference: z.string(),
  subject: z.string(),
  text: z.string(),
  urgency: z.string(),
  dueAt: z.iso.datetime().nullable(),
  fields: values,
  hidden: z.boolean(),
  label,
  tlp,
  sentAt: z.iso.datetime(),
  sentBy: id.nullable(),
  senderId: id,
  /** Those that the reader may see: all of them, or his own. */
  recipients: z.array(recipientView),
});
export type RequestView = z.infer<typeof requestView>;

export const requestPage = z.object({
  items: z.array(requestView),
  next: z.string().nullable(),
  total: z.number().int().nullable(),
  titles,
});
export type RequestPage = z.infer<typeof requestPage>;

export const requestStep = z.object({
  recipientId: id,
  action: z.string(),
  from: recipientState,
  to: recipientState,
  personId: id.nullable(),
  onBehalfOf: id.nullable(),
  comment: z.string().nullable(),
  at: z.iso.datetime(),
});

export const requestDetail = z.object({
  request: requestView,
  /** By recipient: what the reader may do there, and why not otherwise. */
  allowedActions: z.record(z.string(), z.array(allowedAction)),
  steps: z.array(requestStep),
  titles,
});
export type RequestDetail = z.infer<typeof requestDetail>;

export const listRequestsInput = listInput.extend({
  caseId: id.optional(),
  kind: z.string().max(60).optional(),
  /** Those that wait for the reader's answer. */
  assignee: z.literal('me').optional(),
});

/** What a one-time link of a mail can still do: `used` it was, `acknowledged` somebody did otherwise, `not-yours` the role has gone to others. */
export const acknowledgementStates = [
  'open',
  'used',
  'acknowledged',
  'withdrawn',
  'expired',
  'not-yours',
] as const;
export type AcknowledgementState = (typeof acknowledgementStates)[number];

export const acknowledgementInput = z.strictObject({ token: z.string().max(100) });

/** Of the request its number alone. */
export const acknowledgementView = z.object({
  state: z.enum(acknowledgementStates),
  reference: z.string(),
  expiresAt: instant,
});
export type AcknowledgementView = z.infer<typeof acknowledgementView>;
