import type { Answer } from '#formats/icalendar/event.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import type { MailLocale } from '#work/notifications/notice-texts.ts';
import type { InvitedRole } from './case-event.ts';

/** Somebody who holds an invited role now. */
export interface Invitee {
  readonly personId: string;
  readonly organisationId: string;
  readonly role: string;
  readonly name: string;
  readonly address: string;
  readonly locale: MailLocale;
}

/** Somebody who was told of the event. */
export interface AttendeeRow extends Invitee {
  readonly id: string;
  readonly sequence: number;
  readonly withdrawnAt: Date | null;
  readonly answer: Answer | null;
  readonly answerSequence: number | null;
  readonly answeredAt: Date | null;
}

/** Substitutes hold the role themselves while they stand in; delegates hold it for their case. */
const inviteesText = `
select distinct on (p.id) p.id as "personId", y.organisation_id as "organisationId", y.role, p.name, p.email as address, p.locale
from jsonb_to_recordset($1::jsonb) as y (organisation_id uuid, role text)
join access.role_in_force h on h.owner_id = y.organisation_id and h.role = y.role
join person p on p.id = h.person_id
where h.owner_id = any ($2::uuid[]) and p.ended_at is null and h.valid_from <= $3 and (h.valid_to is null or h.valid_to > $3)
  and (h.case_id is null or h.case_id = $4) and h.system_id is null
order by p.id, y.role`;

/** People who hold the invited roles now, each once. Reads under the organisations whose roles they are. */
export async function inviteesOf(
  context: ReadContext,
  caseId: string,
  invited: readonly InvitedRole[],
): Promise<Invitee[]> {
  const roles = invited.map(({ organisationId, role }) => ({
    organisation_id: organisationId,
    role,
  }));
  const { rows } = await context.client.query<Invitee>({
    name: 'calendar-invitees',
    text: inviteesText,
    values: [
      JSON.stringify(roles),
      [...new Set(invited.map(({ organisationId }) => organisationId))],
      context.now,
      caseId,
    ],
  });
  return rows;
}

/** Everybody who was ever told of the event. */
export async function attendeesOf(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  eventId: string,
): Promise<AttendeeRow[]> {
  const { rows } = await context.client.query<AttendeeRow>({
    name: 'calendar-attendees',
    text: `select a.id, a.person_id as "personId", a.organisation_id as "organisationId", a.role, a.name, a.address, p.locale, a.sequence,
        a.withdrawn_at as "withdrawnAt", a.answer, a.answer_sequence as "answerSequence", a.answered_at as "answeredAt"
      from calendar_attendee a join person p on p.id = a.person_id where a.owner_id = $1 and a.event_id = $2`,
    values: [ownerId, eventId],
  });
  return rows;
}

export interface Told {
  readonly ownerId: string;
  readonly eventId: string;
  readonly sequence: number;
  readonly invited: readonly Invitee[];
  /** People who are invited no longer. */
  readonly withdrawn: readonly string[];
  /** True: what they answered before was about another time or place. */
  readonly answersEnd: boolean;
}

/** Keeps who was told what. An address that changed counts from this message on. */
export async function keepTold(context: WriteContext, told: Told): Promise<void> {
  await context.client.query({
    name: 'calendar-told',
    text: `insert into calendar_attendee as a (owner_id, id, event_id, person_id, organisation_id, role, name, address, sequence, told_at)
      select $1, r.id, $2, r.person_id, r.organisation_id, r.role, r.name, r.address, $3, $4
      from jsonb_to_recordset($5::jsonb) as r (id uuid, person_id uuid, organisation_id uuid, role text, name text, address text)
      on conflict (owner_id, event_id, person_id) do update set organisation_id = excluded.organisation_id, role = excluded.role,
        name = excluded.name, address = excluded.address, sequence = excluded.sequence, told_at = excluded.told_at, withdrawn_at = null,
        answer = case when $6 or a.withdrawn_at is not null then null else a.answer end,
        remark = case when $6 or a.withdrawn_at is not null then null else a.remark end`,
    values: [
      told.ownerId,
      told.eventId,
      told.sequence,
      context.now,
      JSON.stringify(
        told.invited.map((one) => ({
          id: newId(),
          person_id: one.personId,
          organisation_id: one.organisationId,
          role: one.role,
          name: one.name,
          address: one.address,
        })),
      ),
      told.answersEnd,
    ],
  });
  if (told.withdrawn.length === 0) return;
  await context.client.query({
    name: 'calendar-withdrawn',
    text: `update calendar_attendee set withdrawn_at = $3, told_at = $3, sequence = $4
      where owner_id = $1 and event_id = $2 and person_id = any ($5::uuid[])`,
    values: [told.ownerId, told.eventId, context.now, told.sequence, told.withdrawn],
  });
}
