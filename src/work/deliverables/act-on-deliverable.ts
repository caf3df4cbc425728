import { decide } from '#engine/decide.ts';
import type { Accepted, ActorView } from '#engine/decision.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { notFound, staleVersion } from '#kernel/errors/app-error.ts';
import { refused } from '#work/cases/refused.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { noticeOfCase, notify } from '#work/notifications/notify.ts';
import { circulationEffects } from './circulation-effects.ts';
import { commentEffects } from './comment-effects.ts';
import {
  actorOf,
  assertSent,
  caseOfDeliverable,
  copyOf,
  engineViewOf,
  factsOf,
  moduleOfType,
} from './deciding.ts';
import { deliverableFunctions } from './deliverable-guards.ts';
import { freezeEffects } from './freeze-effects.ts';
import { historyEffects } from './history-effects.ts';
import { lifeCycleOf } from './life-cycles.ts';
import { type LoadedDeliverable, loadDeliverable } from './load-deliverable.ts';
import { openNextRevision } from './next-revision.ts';
import type { Effect, EffectInput, WorkingCopy } from './working-copy.ts';

export interface DeliverableAct {
  readonly deliverableId: string;
  readonly action: string;
  readonly comment: string | null;
  readonly fields: unknown;
  readonly onBehalfOf: string | null;
}

const effects: Readonly<Record<string, Effect>> = {
  ...historyEffects,
  ...freezeEffects,
  ...circulationEffects,
  ...commentEffects,
  'open-next-revision': openNextRevision,
  'supersede-predecessor': supersedePredecessor,
};

/** Names of the effects that the life cycles may call. */
export const deliverableEffects: readonly string[] = Object.keys(effects);

/**
 * The only way a deliverable changes state: facts, decision, effects on a working copy, one update, approval, trail, event.
 * @throws 404 when it is not visible, 409 or 422 with the refusals, 412 when it changed meanwhile.
 */
export async function actOnDeliverable(
  context: WriteContext,
  catalogue: Catalogue,
  act: DeliverableAct,
): Promise<void> {
  const loaded = await loadDeliverable(context, act.deliverableId, { lock: true });
  // Writing is `PATCH`, which says what was written.
  if (act.action === 'edit') throw notFound('action');
  const loadedCase = await caseOfDeliverable(context, loaded);
  assertSent(context, loaded, loadedCase);
  const actor = actorOf(context.principal, loaded, loadedCase, act.onBehalfOf);
  await perform(context, catalogue, loaded, loadedCase, actor, act);
}

async function perform(
  context: WriteContext,
  catalogue: Catalogue,
  loaded: LoadedDeliverable,
  loadedCase: EffectInput['loadedCase'],
  actor: ActorView,
  act: Omit<DeliverableAct, 'deliverableId' | 'onBehalfOf'>,
): Promise<void> {
  const module = moduleOfType(catalogue, loaded.row.type);
  const copy = await copyOf(context, module, loaded, loadedCase);
  const decision = decide(
    lifeCycleOf(module.definition),
    deliverableFunctions,
    engineViewOf(loaded, loadedCase),
    actor,
    act.action,
    { comment: act.comment, fields: act.fields },
    factsOf(module, loaded, copy, loadedCase),
    context.now.toISOString(),
  );
  if (!decision.ok) throw refused(`deliverable.${loaded.row.type}`, act.action, decision.refusals);
  const { history, recipients } = loaded;
  const working: WorkingCopy = {
    row: { ...loaded.row },
    history,
    recipients,
    voidApprovals: false,
    told: {},
  };
  const input: EffectInput = {
    context,
    catalogue,
    module,
    loaded,
    loadedCase,
    working,
    decision,
    action: act.action,
    comment: act.comment,
  };
  for (const name of decision.effects) {
    const effect = effects[name];
    if (effect === undefined) throw new Error(`deliverables have no effect ${name}`);
    await effect(input);
  }
  await keepApproval(input, actor);
  await save(input);
  leaveTrail(input, actor);
}

/** The approval of exactly this frozen copy; a thawed copy voids what was given for it. */
async function keepApproval(input: EffectInput, actor: ActorView): Promise<void> {
  const { context, working, decision, action } = input;
  const { ownerId, id, frozenHash } = working.row;
  if (working.voidApprovals) {
    await context.client.query({
      name: 'deliverable-approvals-void',
      text: `update deliverable_approval set voided_at = $3 where owner_id = $1 and deliverable_id = $2 and voided_at is null`,
      values: [ownerId, id, context.now],
    });
  }
  if (decision.approval === null) return;
  await context.client.query({
    name: 'deliverable-approval-insert',
    text: `insert into deliverable_approval (owner_id, deliverable_id, id, action, person_id, on_behalf_of, organisation_id, at,
        hash, frozen_hash)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      ownerId,
      id,
      newId(),
      action,
      actor.person,
      actor.onBehalfOf,
      actor.organisation,
      context.now,
      decision.approval.hash,
      frozenHash,
    ],
  });
}

async function save({ context, working, decision, loaded }: EffectInput): Promise<void> {
  const { row } = working;
  const { rowCount } = await context.client.query({
    name: 'deliverable-save',
    text: `update deliverable set state = $4, edition = $5, revision = $6, fields = $7, frozen = $8, frozen_hash = $9,
        renderings = $10, issued_at = $11, version = version + 1, updated_at = $12, updated_by = $13
      where owner_id = $1 and id = $2 and version = $3`,
    values: [
      row.ownerId,
      row.id,
      loaded.row.version,
      decision.to,
      row.edition,
      row.revision,
      JSON.stringify(row.fields),
      row.frozen === null ? null : JSON.stringify(row.frozen),
      row.frozenHash,
      JSON.stringify(row.renderings),
      row.issuedAt,
      context.now,
      context.principal.personId,
    ],
  });
  if (rowCount !== 1) throw staleVersion(loaded.row.version);
}

function leaveTrail(input: EffectInput, actor: ActorView): void {
  const { context, working, decision, loaded, action, comment } = input;
  const { row } = working;
  const details = {
    from: decision.from,
    to: decision.to,
    type: row.type,
    reference: row.reference,
    ...(comment === null || working.quiet ? {} : { comment }),
    ...(Object.keys(decision.form).length === 0 || working.quiet ? {} : { form: decision.form }),
    ...(decision.approval === null ? {} : { approvedHash: row.frozenHash }),
    ...working.told,
  };
  context.record({
    ownerId: row.ownerId,
    action: `deliverable.${action}`,
    kind: 'deliverable',
    recordId: row.id,
    recordVersion: loaded.row.version + 1,
    onBehalfOf: actor.onBehalfOf,
    details,
  });
  context.emit({
    name: `deliverable.${action}`,
    ownerId: row.ownerId,
    recordId: row.id,
    payload: { ...details, caseId: row.caseId },
  });
  tellRoles(input, decision);
}

function tellRoles(
  { context, working, action, loadedCase }: EffectInput,
  decision: Accepted,
): void {
  if (decision.notify.length === 0) return;
  const { row } = working;
  notify(context, {
    ...(loadedCase === null ? { ownerId: row.ownerId } : noticeOfCase(loadedCase.row)),
    recordKind: 'deliverable',
    recordId: row.id,
    reference: row.reference,
    title: row.title,
    label: row.label,
    tlp: row.tlp,
    kind: 'deliverable',
    about: action,
    roles: decision.notify,
  });
}

/** The issue that this one revises is in force until this one is released. */
async function supersedePredecessor(input: EffectInput): Promise<void> {
  const { context, catalogue, working, loadedCase } = input;
  if (working.row.supersedesId === null) return;
  const before = await loadDeliverable(context, working.row.supersedesId, { lock: true });
  await perform(context, catalogue, before, loadedCase, systemActor, {
    action: 'supersede',
    comment: null,
    fields: {},
  });
}
