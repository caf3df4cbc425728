import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand, defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { actorFor, type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { titlesOf } from '#work/paging.ts';
import type { EventContent } from './case-event.ts';
import { answerInput, type Invitations, type InvitationView } from './contract.ts';
import { keepAnswer } from './keep-answer.ts';

interface EventRow {
  readonly id: string;
  readonly sequence: number;
  readonly content: EventContent;
  readonly cancelled_at: Date | null;
  readonly updated_at: Date;
}

interface AttendeeRow {
  id: string;
  person_id: string;
  name: string;
  organisation_id: string;
  role: string;
  answer: InvitationView['answer'];
  answered_at: Date | null;
  answered_by: InvitationView['answeredBy'];
  remark: string | null;
  told_at: Date;
  withdrawn_at: Date | null;
}

/**
 * Who was invited to the event of a case, and what each answered. The owner, and the parties that the procedure names, read all of it; another
 * party reads that of its own people.
 */
export function readInvitations(catalogue: Catalogue) {
  return defineQuery({
    id: 'calendar.invitations',
    input: z.strictObject({ caseId: id }),
    authorise: (principal) =>
      authorise(principal, { permission: 'cases:read', roles: [anyMember] }),
    run: async (context, { caseId }): Promise<Invitations> => {
      const { organisations } = context.scope;
      const loaded = await loadCase(context, caseId, { lock: false });
      const event = await eventOf(context, loaded);
      if (event === null) return { event: null, items: [], titles: {} };
      const all = organisations.includes(loaded.row.ownerId) || reads(catalogue, context, loaded);
      const items = (await attendees(context, loaded.row.ownerId, event.id)).filter(
        ({ organisationId, withdrawnAt }) =>
          all || (organisations.includes(organisationId) && withdrawnAt === null),
      );
      const { startsAt, endsAt, place, standing } = event.content;
      return {
        event: {
          ...{ startsAt, endsAt, place, sequence: event.sequence },
          standing: event.cancelled_at === null ? standing : 'cancelled',
          toldAt: event.updated_at.toISOString(),
        },
        items,
        titles: await titlesOf(context, {
          organisations: items.map(({ organisationId }) => organisationId),
        }),
      };
    },
  });
}

function reads(catalogue: Catalogue, context: ReadContext, loaded: LoadedCase): boolean {
  const readers = moduleOf(catalogue, loaded.row).event?.readers ?? [];
  const { roles } = actorFor(context.principal, loaded, null);
  return readers.some((role) => roles.includes(role));
}

async function eventOf(context: ReadContext, { row }: LoadedCase): Promise<EventRow | null> {
  const { rows } = await context.client.query<EventRow>({
    name: 'calendar-event-to-read',
    text: `select id, sequence, content, cancelled_at, updated_at from calendar_event where owner_id = $1 and case_id = $2`,
    values: [row.ownerId, row.id],
  });
  return rows[0] ?? null;
}

async function attendees(
  context: ReadContext,
  ownerId: string,
  eventId: string,
): Promise<InvitationView[]> {
  const { rows } = await context.client.query<AttendeeRow>({
    name: 'calendar-invitations',
    text: `select a.id, a.person_id, a.name, a.organisation_id, a.role, a.answer, a.answered_at, a.answered_by, a.remark, a.told_at,
        a.withdrawn_at
      from calendar_attendee a join organisation o on o.id = a.organisation_id
      where a.owner_id = $1 and a.event_id = $2 order by a.withdrawn_at is not null, o.name, a.name, a.id`,
    values: [ownerId, eventId],
  });
  return rows.map((row) => {
    const answered = row.answer !== null;
    return {
      id: row.id,
      personId: row.person_id,
      name: row.name,
      organisationId: row.organisation_id,
      role: row.role,
      answer: row.answer,
      answeredAt: answered ? (row.answered_at?.toISOString() ?? null) : null,
      answeredBy: answered ? row.answered_by : null,
      remark: row.remark,
      toldAt: row.told_at.toISOString(),
      withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
      mine: row.person_id === context.principal.personId && row.withdrawn_at === null,
    };
  });
}

/** Answers one's own invitation without a calendar program. @throws 404 for somebody who is not invited, 409 for a cancelled event */
export const answerInvitation = defineCommand({
  id: 'calendar.answer',
  input: answerInput.extend({ caseId: id }),
  authorise: (principal) => authorise(principal, { permission: 'cases:act', roles: [anyMember] }),
  run: async (context, { caseId, answer, remark }) => {
    const { personId } = context.principal;
    if (personId === null) throw notFound('invitation');
    const { row } = await loadCase(context, caseId, { lock: false });
    await keepAnswer(context, {
      ...{ ownerId: row.ownerId, caseId, uid: null, personId, answer },
      ...{ remark: remark ?? null, sequence: null, at: context.now, by: 'application' },
    });
    return { answer };
  },
});
