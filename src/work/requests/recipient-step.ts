import { decide } from '#engine/decide.ts';
import type { Accepted, ActorView } from '#engine/decision.ts';
import { type RequestKind, recipientFunctions, recipientLifeCycle } from '#engine/request.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { staleVersion } from '#kernel/errors/app-error.ts';
import { deadlineRow } from '#work/cases/apply-decision.ts';
import { refused } from '#work/cases/refused.ts';
import { type NoticeDraft, notify } from '#work/notifications/notify.ts';
import { type LoadedRecipient, viewOfRecipient } from './load-recipient.ts';

/** One action of a recipient's life by an actor who is known. */
export interface RecipientStep {
  readonly action: string;
  readonly comment: string | null;
  readonly fields: unknown;
  readonly actor: ActorView;
}

/**
 * Changes the state of one recipient: decision, state with its deadlines, trail, event, notice. The row is locked; what follows in the case is the
 * caller's.
 * @param said what was filled in elsewhere, where it is not a form of the recipient's own
 * @throws 409 or 422 with the refusals
 */
export async function takeStep(
  context: WriteContext,
  kind: RequestKind,
  loaded: LoadedRecipient,
  step: RecipientStep,
  said?: Readonly<Record<string, unknown>>,
): Promise<void> {
  const decision = decideStep(context, kind, loaded, step);
  const open = recipientLifeCycle(kind).states[decision.to]?.kind !== 'final';
  const taken = said === undefined ? decision : { ...decision, form: said };
  await save(context, loaded, taken, step, open);
  leaveTrail(context, loaded, taken, step);
  tell(context, loaded, step.action);
}

/** Whether the step can be taken, without taking it. @throws 409 or 422 with the refusals */
export function decideStep(
  context: Pick<WriteContext, 'now'>,
  kind: RequestKind,
  loaded: LoadedRecipient,
  { action, comment, fields, actor }: RecipientStep,
): Accepted {
  const decision = decide(
    { ...recipientLifeCycle(kind), clause: kind.clause },
    recipientFunctions(kind),
    viewOfRecipient(loaded),
    actor,
    action,
    { comment, fields },
    undefined,
    context.now.toISOString(),
  );
  if (!decision.ok) throw refused(`request.${loaded.kind}`, action, decision.refusals);
  return decision;
}

const saveText = `
with changed as (
  update request_recipient set state = $4::text, open = $5::boolean, updated_at = $6::timestamptz, updated_by = $7::uuid, version = version + 1,
    answer = case when $8::text = 'answer' then $9::jsonb when $8::text = 'decline' then $9::jsonb else answer end,
    comment = coalesce($10::text, comment), due_at = coalesce($11::timestamptz, due_at),
    seen_at = coalesce(seen_at, case when $12::boolean then $6::timestamptz end),
    acknowledged_at = case when $8::text = 'reissue' then null when $12::boolean and $8 <> 'see' then coalesce(acknowledged_at, $6::timestamptz) else acknowledged_at end,
    answered_at = case when $8 in ('answer', 'decline') then $6::timestamptz else answered_at end,
    answered_by = case when $8 in ('answer', 'decline') then $7::uuid else answered_by end
  where owner_id = $1 and id = $2 and version = $3 returning id
), step as (
  insert into request_step (owner_id, recipient_id, id, action, person_id, on_behalf_of, organisation_id, from_state, to_state, comment, at, audience)
  select $1, $2, $13, $8, $7, $14, $15, $16, $4, $10, $6, $19 from changed
), ended as (
  update record_deadline set state = 'met', next_at = null
  where owner_id = $1 and record_id = $2 and state in ('running', 'fired') and (deadline = any ($17::text[]) or not $5::boolean)
), started as (
  insert into record_deadline (owner_id, id, kind, record_id, deadline, due_at, next_at, remind_at)
  select $1, d.id, 'request-recipient', $2, d.deadline, d.due_at, d.next_at, d.remind_at
  from jsonb_to_recordset($18::jsonb) as d (id uuid, deadline text, due_at timestamptz, next_at timestamptz, remind_at timestamptz[])
)
select id from changed`;

async function save(
  context: WriteContext,
  loaded: LoadedRecipient,
  decision: Accepted,
  act: { readonly action: string; readonly comment: string | null; readonly actor: ActorView },
  open: boolean,
): Promise<void> {
  const { deadlines, form } = decision;
  const { actor } = act;
  const dueAt = deadlines.opened.find(({ deadline }) => deadline === 'answer')?.dueAt ?? null;
  const { rowCount } = await context.client.query({
    name: 'recipient-save',
    text: saveText,
    values: [
      ...[loaded.ownerId, loaded.id, loaded.version, decision.to, open, context.now],
      ...[actor.person, act.action, JSON.stringify(form), act.comment, dueAt],
      ...[actor.roles.includes('recipient'), newId(), actor.onBehalfOf, actor.organisation],
      ...[decision.from, deadlines.closed, JSON.stringify(deadlines.opened.map(deadlineRow))],
      loaded.audience,
    ],
  });
  if (rowCount !== 1) throw staleVersion(loaded.version);
}

function leaveTrail(
  context: WriteContext,
  loaded: LoadedRecipient,
  decision: Accepted,
  act: { readonly action: string; readonly comment: string | null; readonly actor: ActorView },
): void {
  const { ownerId, id, kind, reference, organisationId, requestId, caseId } = loaded;
  const details = { from: decision.from, to: decision.to, reference, organisationId, requestId };
  context.record({
    ...{ ownerId, action: `request.${act.action}`, kind: 'request-recipient', recordId: id },
    recordVersion: loaded.version + 1,
    onBehalfOf: act.actor.onBehalfOf,
    details: {
      ...details,
      ...(act.comment === null ? {} : { comment: act.comment }),
      ...(Object.keys(decision.form).length === 0 ? {} : { form: decision.form }),
    },
  });
  context.emit({
    name: `request.${kind}.${act.action}`,
    ...{ ownerId, recordId: id, payload: { ...details, caseId } },
  });
}

/** An answer goes back to who asked; what the sender decides goes to who answers. */
function tell(context: WriteContext, loaded: LoadedRecipient, action: string): void {
  const notice: NoticeDraft = {
    kind: 'request',
    ...{ ownerId: loaded.ownerId, recordKind: 'request', recordId: loaded.requestId },
    ...{ title: loaded.subject, reference: loaded.reference, about: action, roles: [] },
    ...{ label: loaded.label, tlp: loaded.tlp, procedure: loaded.procedure },
  };
  if (action === 'answer' || action === 'decline') {
    if (loaded.sentBy === null) return;
    notify(context, { ...notice, people: [loaded.sentBy], organisationId: loaded.senderId });
  } else if (['return', 'reissue', 'withdraw', 'lapse'].includes(action)) {
    const { personId } = loaded;
    notify(context, {
      ...{ ...notice, organisationId: loaded.organisationId },
      roles: personId === null ? [loaded.role] : [],
      people: personId === null ? [] : [personId],
    });
  }
}
