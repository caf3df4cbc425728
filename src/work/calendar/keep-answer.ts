import type { Answer } from '#formats/icalendar/event.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, notFound } from '#kernel/errors/app-error.ts';

export interface GivenAnswer {
  readonly ownerId: string;
  readonly caseId: string;
  /** Of the messages about the event; null: the one that the case has. */
  readonly uid: string | null;
  readonly personId: string;
  readonly answer: Answer;
  readonly remark: string | null;
  /** The invitation that is answered; null: the last one. */
  readonly sequence: number | null;
  /** When it was answered, by the clock of who answered. */
  readonly at: Date;
  readonly by: 'mail' | 'application';
}

interface Row {
  readonly id: string;
  readonly reference: string;
  readonly sequence: number;
  readonly answer_sequence: number | null;
  readonly answered_at: Date | null;
  readonly cancelled: boolean;
}

/** Runs under the owner of the event. The row is locked, so that of two answers at once the newer one stays. */
const attendeeText = `
select a.id, c.reference, a.sequence, a.answer_sequence, a.answered_at, e.cancelled_at is not null as cancelled
from calendar_event e
join calendar_attendee a on a.owner_id = e.owner_id and a.event_id = e.id
join procedure_case c on c.owner_id = e.owner_id and c.id = e.case_id
where e.owner_id = $1 and e.case_id = $2 and ($3::text is null or e.uid = $3) and a.person_id = $4 and a.withdrawn_at is null
for update of a`;

/**
 * Keeps what an invited person answered. An answer to an older invitation (SEQUENCE), or one given before the answer that is kept (DTSTAMP),
 * never takes its place (RFC 5546 §2.1.5).
 * @returns the case that it answers
 * @throws 404 for somebody who is not invited, 409 for an older answer or an event that was cancelled
 */
export async function keepAnswer(
  context: WriteContext,
  given: GivenAnswer,
): Promise<{ reference: string }> {
  const { rows } = await context.client.query<Row>({
    name: 'calendar-attendee-to-answer',
    text: attendeeText,
    values: [given.ownerId, given.caseId, given.uid, given.personId],
  });
  const [row] = rows;
  if (row === undefined) throw notFound('invitation');
  refuseStale(row, given);
  await context.client.query({
    name: 'calendar-answer',
    text: `update calendar_attendee set answer = $3, answer_sequence = $4, answered_at = $5, received_at = $6, answered_by = $7, remark = $8
      where owner_id = $1 and id = $2`,
    values: [
      given.ownerId,
      row.id,
      given.answer,
      given.sequence ?? row.sequence,
      given.at,
      context.now,
      given.by,
      given.remark,
    ],
  });
  // Under a kind of its own: the history of the case is read by every party, an answer by those whom it concerns.
  context.record({
    ownerId: given.ownerId,
    action: 'invitation.answer',
    kind: 'invitation',
    recordId: row.id,
    recordVersion: 0,
    details: {
      answer: given.answer,
      by: given.by,
      person: given.personId,
      sequence: given.sequence ?? row.sequence,
      answeredAt: given.at.toISOString(),
    },
  });
  return { reference: row.reference };
}

function refuseStale(row: Row, { sequence, at }: GivenAnswer): void {
  if (row.cancelled) throw conflict('cancelled', 'What is answered was cancelled.');
  if (sequence !== null && sequence < row.sequence) {
    const detail = `It answers invitation ${sequence}; the last one is ${row.sequence}.`;
    throw conflict('older-invitation', detail);
  }
  if (sequence !== null && sequence > row.sequence) {
    throw conflict('unknown-invitation', `Invitation ${sequence} was never sent.`);
  }
  const newer = row.answer_sequence === row.sequence && row.answered_at !== null;
  if (newer && row.answered_at > at) {
    throw conflict('older-answer', 'A newer answer of this person is kept.');
  }
}
