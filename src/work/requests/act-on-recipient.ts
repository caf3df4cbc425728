import { type Agreement, owing, type RequestKind } from '#engine/request.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { AppError, notFound } from '#kernel/errors/app-error.ts';
import { actorFor, loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { refused } from '#work/cases/refused.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { refuseUnknownReferences } from '#work/registers/check-references.ts';
import { kindOfRecipient, type LoadedRecipient, loadRecipient } from './load-recipient.ts';
import { actorOfRecipient, answersFor, visibleCase } from './recipient-actor.ts';
import { decideStep, type RecipientStep, takeStep } from './recipient-step.ts';

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
    const kind = kindOfRecipient(catalogue, seen);
    if (kind.agreement !== undefined && act.action !== 'withdraw') {
      await answerInCase(context, catalogue, kind.agreement, seen, act);
      return;
    }
    if (followsInCase(kind, act.action)) await loadOwnerCase(context, seen, true);
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

/** Who is asked to agree does so in the case, which answers the request: the same act, from another page. */
async function answerInCase(
  context: WriteContext,
  catalogue: Catalogue,
  { agree, object }: Agreement,
  { caseId }: LoadedRecipient,
  { requestId, recipientId, action, comment, fields, onBehalfOf }: RecipientAct,
): Promise<void> {
  const loadedCase = await loadCase(context, caseId, { lock: true });
  const loaded = await loadRecipient(context, recipientId, { lock: true });
  if (loaded.requestId !== requestId) throw notFound('request');
  const kind = kindOfRecipient(catalogue, loaded);
  const asRecipient = actorOfRecipient(context.principal, loaded, kind, null, onBehalfOf);
  decideStep(context, kind, loaded, { action, comment, fields: {}, actor: asRecipient });
  const { procedure } = moduleOf(catalogue, loadedCase.row);
  const performed = action === 'answer' ? agree : object;
  const actor = actorFor(context.principal, loadedCase, onBehalfOf);
  // He agrees for the organisation that he works in: not for another that he has a role in, too.
  if (actor.organisation !== loaded.organisationId) {
    const { clause } = kind;
    throw refused(procedure.id, performed, [{ rule: 'not-a-party', name: performed, clause }]);
  }
  const form = procedure.actions[performed]?.form ?? {};
  await refuseUnknownReferences(context, catalogue, form, fields);
  await performAction(context, catalogue, {
    ...{ loaded: loadedCase, actor, action: performed, comment, fields },
  });
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
  act: RecipientStep,
): Promise<void> {
  const kind = kindOfRecipient(catalogue, loaded);
  await takeStep(context, kind, loaded, act);
  await follow(context, catalogue, loaded, kind, act.action);
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
