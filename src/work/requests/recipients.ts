import type { ReadContext } from '#kernel/command/context.ts';

/** A recipient as guards, effects and documents of a procedure look at it. */
export interface RecipientOfCase {
  readonly requestId: string;
  readonly recipientId: string;
  readonly kind: string;
  readonly reference: string;
  readonly subject: string;
  readonly urgency: string;
  /** What was asked, as the kind declares it. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly organisationId: string;
  readonly organisation: string;
  readonly role: string;
  readonly state: string;
  readonly open: boolean;
  readonly answer: Readonly<Record<string, unknown>> | null;
  readonly comment: string | null;
  readonly sentAt: string;
  readonly dueAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly answeredAt: string | null;
  readonly answeredBy: string | null;
}

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Everybody whom a case asked, of one kind of request or of all, in the order of asking. The case's owner is in the scope. */
export async function recipientsOf(
  context: ReadContext,
  ownerId: string,
  caseId: string,
  kind: string | null = null,
): Promise<readonly RecipientOfCase[]> {
  const { rows } = await context.client.query<RecipientOfCase>({
    name: 'recipients-of-case',
    text: `select q.id as "requestId", r.id as "recipientId", q.kind, q.reference, q.subject, q.urgency, q.fields,
        r.organisation_id as "organisationId", o.name as organisation, r.role, r.state, r.open, r.answer, r.comment,
        ${iso('q.sent_at')} as "sentAt", ${iso('r.due_at')} as "dueAt", ${iso('r.acknowledged_at')} as "acknowledgedAt",
        ${iso('r.answered_at')} as "answeredAt", r.answered_by as "answeredBy"
      from request q join request_recipient r on r.owner_id = q.owner_id and r.request_id = q.id
      join organisation o on o.id = r.organisation_id
      where q.owner_id = $1 and q.case_id = $2 and ($3::text is null or q.kind = $3)
      order by q.id, o.name, r.id`,
    values: [ownerId, caseId, kind],
  });
  return rows;
}
