import { decide } from '#engine/decide.ts';
import type { Accepted, ActorView } from '#engine/decision.ts';
import {
  owing,
  type RequestKind,
  recipientFunctions,
  recipientLifeCycle,
} from '#engine/request.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { AppError, notFound, staleVersion } from '#kernel/errors/app-error.ts';
import { deadlineRow } from '#work/cases/apply-decision.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { refused } from '#work/cases/refused.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { type NoticeDraft, notify } from '#work/notifications/notify.ts';
import { refuseUnknownReferences } from '#work/registers/check-references.ts';
import {
  kindOfRecipient,
  type LoadedRecipient,
  loadRecipient,
  viewOfRecipient,
} from './load-recipient.ts';
import { actorOfRecipient, answersFor, visibleCase } from './recipient-actor.ts';

export interface RecipientAct {
  readonly requestId: string;
  readonly recipientId: string;
  readonly action: string;
  readonly comment: string | null;
  readonly fields: unknown;
  readonly onBehalfOf: string | null;
}

/**
 * The only way a recipient changes state: decision, state with its deadlines, trail, and what follows in the case.
 * @throws 404 when it is not visible, 409 or 422 with the refusals
 */
export async function actOnRecipient(
  context: WriteContext,
  catalogue: Catalogue,
  act: RecipientAct,
): Promise<void> {
  // The case first, as every command locks it, where what follows may move it; whoever acknowledges locks his own row only.
  if (moving.includes(act.action)) {
    const seen = await loadRecipient(context, act.recipientId, { lock: false });
    if (followsInCase(kindOfRecipient(catalogue, seen), act.action)) {
      await loadOwnerCase(context, seen, true);
    }
  }
  const loaded = await loadRecipient(context, act.recipientId, { lock: true });
  if (loaded.requestId !== act.requestId) throw notFound('request');
  const kind = kindOfRecipient(catalogue, loaded);
  const asRecipient = answersFor(context.principal, loaded, act.onBehalfOf);
  const loadedCase = asRecipient ? null : await visibleCase(context, loaded.caseId);
  const actor = actorOfRecipient(context.principal, loaded, kind, loadedCase, act.onBehalfOf);
  if (act.action === 'answer') {
    await refuseUnknownReferences(context, catalogue, kind.answer ?? {}, act.fields);
  }
  await performOnRecipient(context, catalogue, loaded, { ...act, actor });
}

/** Actions after which the case may move on. */
const moving: readonly string[] = ['answer', 'decline', 'withdraw'];

function followsInCase(kind: RequestKind, action: string): boolean {
  return (kind.onAnswer ?? kind.onAllAnswered) !== undefined && moving.includes(action);
}

/** The case in its owner's name: a recipient need not see it for it to move on. */
async function loadOwnerCase(context: WriteContext, loaded: LoadedRecipient, lock: boolean) {
  const owned = { ...context, scope: { organisations: [loaded.ownerId] } };
  return loadCase(owned, loaded.caseId, { lock });
}

/** As {@link actOnRecipient}, for an actor who is known: the clock, or the product itself. The row is locked. */
export async function performOnRecipient(
  context: WriteContext,
  catalogue: Catalogue,
  loaded: LoadedRecipient,
  act: Pick<RecipientAct, 'action' | 'comment' | 'fields'> & { readonly actor: ActorView },
): Promise<void> {
  const kind = kindOfRecipient(catalogue, loaded);
  const lifeCycle = recipientLifeCycle(kind);
  const decision = decide(
    { ...lifeCycle, clause: kind.clause },
    recipientFunctions(kind),
    viewOfRecipient(loaded),
    act.actor,
    act.action,
    { comment: act.comment, fields: act.fields },
    undefined,
    context.now.toISOString(),
  );
  if (!decision.ok) throw refused(`request.${loaded.kind}`, act.action, decision.refusals);
  const open = lifeCycle.states[decision.to]?.kind !== 'final';
  await save(context, loaded, decision, act, open);
  leaveTrail(context, loaded, decision, act);
  tell(context, loaded, act.action);
  await follow(context, catalogue, loaded, kind, act.action);
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
  } else if (['return', 'reissue', 'withdraw'].includes(action)) {
    const { personId } = loaded;
    notify(context, {
      ...{ ...notice, organisationId: loaded.organisationId },
      roles: personId === null ? [loaded.role] : [],
      people: personId === null ? [] : [personId],
    });
  }
}

/** What follows in the case: an answer came, nobody owes one any more, or one is overdue. */
async function follow(
  context: WriteContext,
  catalogue: Catalogue,
  loaded: LoadedRecipient,
  kind: RequestKind,
  action: string,
): Promise<void> {
  if (action === 'overdue' && kind.onOverdue !== undefined) {
    await moveCase(context, catalogue, loaded, kind.onOverdue);
  }
  if (!followsInCase(kind, action)) return;
  if (kind.onAnswer !== undefined && action !== 'withdraw') {
    await moveCase(context, catalogue, loaded, kind.onAnswer);
  }
  if (kind.onAllAnswered === undefined) return;
  const { rows } = await context.client.query<{ owes: boolean }>({
    name: 'recipients-owing',
    text: `select exists (select from request_recipient where owner_id = $1 and case_id = $2 and kind = $3 and open and state = any ($4)) as owes`,
    values: [loaded.ownerId, loaded.caseId, loaded.kind, [...owing]],
  });
  if (rows[0]?.owes === false) await moveCase(context, catalogue, loaded, kind.onAllAnswered);
}

/** An action of the case by the product itself. The case may have moved on meanwhile: then nothing follows. */
async function moveCase(
  context: WriteContext,
  catalogue: Catalogue,
  loaded: LoadedRecipient,
  action: string,
): Promise<void> {
  const loadedCase = await loadOwnerCase(context, loaded, true);
  const { procedure } = moduleOf(catalogue, loadedCase.row);
  const declared = procedure.actions[action];
  const { state, closedAt } = loadedCase.row;
  const starts =
    declared?.from === 'any-open' ? closedAt === null : declared?.from.includes(state) === true;
  if (!starts) return;
  const owned = { ...context, scope: { organisations: [loaded.ownerId] } };
  try {
    await performAction(owned, catalogue, {
      ...{ loaded: loadedCase, actor: systemActor, action, comment: null },
      fields: {},
    });
  } catch (error) {
    const isRefusal =
      error instanceof AppError &&
      error.code === 'action-refused' &&
      error.extra['procedure'] === procedure.id &&
      error.extra['action'] === action;
    if (!isRefusal) throw error;
  }
}
