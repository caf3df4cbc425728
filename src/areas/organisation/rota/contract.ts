import { z } from 'zod';

const id = z.string();
const instant = z.string();
const turn = z.object({
  id,
  personId: id,
  person: z.string(),
  startsAt: instant,
  endsAt: instant,
  contactId: id.nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  /** What the turn before left to know. */
  handOver: z.string().nullable(),
});

export const duty = z.object({
  id,
  ownerId: id,
  name: z.string(),
  role: z.string(),
  /** IANA time zone of the place whose clock the office goes by. */
  zone: z.string(),
  cover: z.enum(['around-the-clock', 'outside-office-hours', 'office-hours']),
  officeIsOpen: z.boolean(),
  now: z.array(turn),
  next: turn.nullable(),
  /** Those now and ahead, at most ten. */
  turns: z.array(turn),
  /** Times ahead without anybody, the next first. */
  gaps: z.array(z.object({ from: instant, to: instant })),
});
export type DutyView = z.infer<typeof duty>;

export const dutyFilters = z.object({ organisation: z.string().max(40).optional() });
export const dutyList = z.object({
  items: z.array(duty),
  titles: z.record(z.string(), z.string()),
});
export type DutyList = z.infer<typeof dutyList>;
