import { z } from 'zod';
import type { CalendarPerson } from '#formats/icalendar/event.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { type MailSettings, queueMails } from '#kernel/mail/queue-mail.ts';
import { loadCase } from '#work/cases/load-case.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { type AttendeeRow, attendeesOf, type Invitee, inviteesOf, keepTold } from './attendees.ts';
import { type CaseEvent, type EventContent, eventUid, isMoved } from './case-event.ts';
import { type EventMail, type EventNews, mailOfEvent } from './event-mails.ts';

export interface InvitationSettings {
  readonly mail: MailSettings;
  /** Address under which people reach the application, without a slash at the end. */
  readonly baseUrl: string;
  /** The mailbox that answers go to. */
  readonly mailbox: string;
}

const payloadSchema = z.object({ ownerId: z.string(), caseId: z.string() });

/** Asks with the caller's transaction that those invited to the event of a case are told how it stands now. */
export function askForInvitations(
  context: WriteContext,
  { ownerId, id }: Pick<CaseRow, 'ownerId' | 'id'>,
): void {
  context.enqueue({ kind: 'send-invitations', payload: { ownerId, caseId: id } });
}

interface EventRow {
  readonly id: string;
  readonly uid: string;
  readonly sequence: number;
  readonly content: EventContent;
  readonly cancelled: boolean;
}

/** What is to be told, and to whom. */
interface News {
  readonly content: EventContent;
  readonly invited: readonly (readonly [Invitee, EventNews])[];
  readonly withdrawn: readonly AttendeeRow[];
  readonly cancelled: boolean;
  readonly answersEnd: boolean;
  readonly rises: boolean;
}

/**
 * Tells those invited to the event of a case how it stands: an invitation, its update with a higher SEQUENCE, or its end (RFC 5546 §3.2).
 * What was told before is compared with what stands now, so that running twice tells nobody twice. Event, answers and mails are written in
 * one transaction, under the organisations whose people are invited.
 * @returns how many mails were left.
 */
export async function sendInvitations(
  runner: Runner,
  catalogue: Catalogue,
  settings: InvitationSettings,
  payload: unknown,
): Promise<number> {
  const { ownerId, caseId } = payloadSchema.parse(payload);
  const who = {
    principal: systemPrincipal('send-invitations'),
    scope: { organisations: [ownerId] },
    role: 'app',
  } as const;
  return inWriteTransaction(runner, who, async (context) => {
    const { row } = await loadCase(context, caseId, { lock: true });
    const event = (await moduleOf(catalogue, row).event?.of(context, row)) ?? null;
    const stored = await storedEvent(context, row);
    // Work that was left lying: nobody is invited to what is over.
    const over = event !== null && new Date(event.endsAt ?? event.startsAt) < context.now;
    if (over || (event === null && (stored === null || stored.cancelled))) return 0;
    const invited = event === null ? [] : event.invited;
    await context.changeScope([
      ...new Set([ownerId, ...invited.map(({ organisationId }) => organisationId)]),
    ]);
    const known = stored === null ? [] : await attendeesOf(context, ownerId, stored.id);
    const news = newsOf(row, event, stored, await inviteesOf(context, caseId, invited), known);
    if (news.invited.length + news.withdrawn.length === 0 && !news.rises) return 0;
    return tell(context, settings, row, stored, known, news);
  });
}

async function storedEvent(context: WriteContext, row: CaseRow): Promise<EventRow | null> {
  const { rows } = await context.client.query<EventRow>({
    name: 'calendar-event-of-case',
    text: `select id, uid, sequence, content, cancelled_at is not null as cancelled
      from calendar_event where owner_id = $1 and case_id = $2`,
    values: [row.ownerId, row.id],
  });
  return rows[0] ?? null;
}

function contentOf(row: CaseRow, event: CaseEvent): EventContent {
  const { standing, startsAt, endsAt, place, description } = event;
  const summary = `${row.reference} ${row.title}`;
  return { standing, startsAt, endsAt, place, summary, description };
}

const fields = ['standing', 'startsAt', 'endsAt', 'place', 'summary', 'description'] as const;

function newsOf(
  row: CaseRow,
  event: CaseEvent | null,
  stored: EventRow | null,
  invitees: readonly Invitee[],
  known: readonly AttendeeRow[],
): News {
  const expected = new Map(
    known.filter(({ withdrawnAt }) => withdrawnAt === null).map((one) => [one.personId, one]),
  );
  const wanted = new Set(invitees.map(({ personId }) => personId));
  const withdrawn = [...expected.values()].filter(({ personId }) => !wanted.has(personId));
  if (event === null) {
    if (stored === null) throw new Error('what was never told cannot be cancelled');
    const nothing = { invited: [], answersEnd: false };
    return { ...nothing, content: stored.content, withdrawn, cancelled: true, rises: true };
  }
  const content = contentOf(row, event);
  const begins = stored === null || stored.cancelled;
  const changed = !begins && fields.some((name) => stored.content[name] !== content[name]);
  return {
    content,
    invited: invitees
      .filter(({ personId }) => begins || changed || !expected.has(personId))
      .map((one) => [one, expected.has(one.personId) && !begins ? 'changed' : 'invited'] as const),
    withdrawn,
    cancelled: false,
    answersEnd: stored !== null && isMoved(stored.content, content),
    rises: begins || changed || withdrawn.length > 0,
  };
}

async function tell(
  context: WriteContext,
  settings: InvitationSettings,
  row: CaseRow,
  stored: EventRow | null,
  known: readonly AttendeeRow[],
  news: News,
): Promise<number> {
  const id = stored?.id ?? newId();
  const uid = stored?.uid ?? eventUid(row.ownerId, row.id, settings.mail.domain);
  const sequence = stored === null ? 0 : stored.sequence + (news.rises ? 1 : 0);
  await keepEvent(context, row, { id, uid, sequence, news });
  await keepTold(context, {
    ownerId: row.ownerId,
    eventId: id,
    sequence,
    invited: news.invited.map(([invitee]) => invitee),
    withdrawn: news.withdrawn.map(({ personId }) => personId),
    answersEnd: news.answersEnd,
  });
  const mail: EventMail = {
    ...{ case: row, uid, sequence, content: news.content, now: context.now },
    organiser: await organiserOf(context, row, settings),
    baseUrl: settings.baseUrl,
  };
  const answered = new Map(known.map((one) => [one.personId, one.answer]));
  const answerOf = ({ personId }: Invitee) =>
    news.answersEnd ? null : (answered.get(personId) ?? null);
  const mails = [
    ...news.invited.map(([one, about]) =>
      mailOfEvent(mail, about, { ...one, answer: answerOf(one) }),
    ),
    ...news.withdrawn.map((one) =>
      mailOfEvent(mail, news.cancelled ? 'cancelled' : 'withdrawn', one),
    ),
  ];
  await queueMails(context, settings.mail, mails);
  context.record({
    ownerId: row.ownerId,
    action: 'case.tell-invited',
    kind: 'case',
    recordId: row.id,
    recordVersion: row.version,
    // Every party reads this: how many, not who.
    details: { sequence, invited: news.invited.length, withdrawn: news.withdrawn.length },
  });
  return mails.length;
}

async function keepEvent(
  context: WriteContext,
  row: CaseRow,
  event: { id: string; uid: string; sequence: number; news: News },
): Promise<void> {
  await context.client.query({
    name: 'calendar-keep-event',
    text: `insert into calendar_event (owner_id, id, case_id, uid, sequence, content, cancelled_at, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $8)
      on conflict (owner_id, id) do update set sequence = excluded.sequence, content = excluded.content,
        cancelled_at = excluded.cancelled_at, updated_at = excluded.updated_at`,
    values: [
      row.ownerId,
      event.id,
      row.id,
      event.uid,
      event.sequence,
      JSON.stringify(event.news.content),
      event.news.cancelled ? context.now : null,
      context.now,
    ],
  });
}

/** The organisation that invites, at the mailbox that answers go to. */
async function organiserOf(
  context: WriteContext,
  row: CaseRow,
  { mailbox }: InvitationSettings,
): Promise<CalendarPerson> {
  const { rows } = await context.client.query<{ name: string }>({
    name: 'calendar-organiser',
    text: 'select name from organisation where id = $1',
    values: [row.ownerId],
  });
  return { name: rows[0]?.name ?? row.reference, address: mailbox };
}
