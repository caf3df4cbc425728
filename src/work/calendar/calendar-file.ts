import { z } from 'zod';
import type { CalendarEvent } from '#formats/icalendar/event.ts';
import { writeCalendar } from '#formats/icalendar/write-calendar.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { id } from '#work/contract.ts';
import type { EventContent } from './case-event.ts';

interface Row {
  readonly uid: string;
  readonly sequence: number;
  readonly content: EventContent;
  readonly cancelled_at: Date | null;
  readonly updated_at: Date;
}

/**
 * The event of a case as a file that a calendar program takes (RFC 5545), for whoever may see the case: its UID is that of the invitation, so
 * that both are one entry. Nobody invited is named in it.
 * @throws 404 for a case that is not visible, or whose event nobody was invited to
 */
export const eventFile = defineQuery({
  id: 'calendar.event-file',
  input: z.strictObject({ caseId: id }),
  authorise: (principal) => authorise(principal, { permission: 'cases:read', roles: [anyMember] }),
  run: async (context, { caseId }): Promise<string> => {
    const { row } = await loadCase(context, caseId, { lock: false });
    const { rows } = await context.client.query<Row>({
      name: 'calendar-event-file',
      text: 'select uid, sequence, content, cancelled_at, updated_at from calendar_event where owner_id = $1 and case_id = $2',
      values: [row.ownerId, row.id],
    });
    const [found] = rows;
    if (found === undefined) throw notFound('event');
    const { startsAt, endsAt, place, summary, description, standing } = found.content;
    const event: CalendarEvent = {
      ...{ uid: found.uid, sequence: found.sequence, stamp: found.updated_at.toISOString() },
      ...{ startsAt, endsAt, place, summary, description },
      status: found.cancelled_at === null ? standing : 'cancelled',
    };
    return writeCalendar('PUBLISH', [event]);
  },
});
