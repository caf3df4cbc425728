import { materialOf } from '#engine/approvals.ts';
import { decide } from '#engine/decide.ts';
import type { Accepted } from '#engine/decision.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { keepDates } from '#work/calendar/case-dates.ts';
import type { ActInput, CaseRow, Catalogue, ProcedureModule } from '#work/catalogue.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { returnHandOff } from '#work/hand-offs/return-hand-off.ts';
import { startHandOffs } from '#work/hand-offs/start-hand-offs.ts';
import { notifyRoles } from '#work/notifications/notify.ts';
import { followAgreements } from '#work/requests/agreements.ts';
import { openParallelTasks } from '#work/tasks/open-tasks.ts';
import type { Act } from './act.ts';
import { applyDecision } from './apply-decision.ts';
import { reconcile } from './reconcile.ts';
import { refused } from './refused.ts';
import { voidChangedApprovals } from './void-approvals.ts';

/** A chain of hand-offs that returns into itself is a fault of definitions; this ends it loudly. */
const deepestChain = 12;

/**
 * The only way a case changes state: facts, decision, state with its consequences, effects, tasks, hand-offs, trail, event.
 * @throws 409 with the refusals when the definition does not allow it; nothing is written then.
 */
export async function performAction(
  context: WriteContext,
  catalogue: Catalogue,
  act: Act,
): Promise<CaseRow> {
  const { row, view } = act.loaded;
  const module = moduleOf(catalogue, row);
  const facts: unknown = await module.facts?.(context, row);
  const decision = await decideOn(context, catalogue, module, act, facts);
  const input: ActInput = {
    case: row,
    action: act.action,
    to: decision.to,
    form: decision.form,
    comment: act.comment,
    facts,
  };
  const computed = await runEffects(context, module, decision, input);
  const declared = module.procedure.actions[act.action];
  const changed = await applyDecision(context, {
    procedure: module.procedure,
    row,
    decision,
    action: act.action,
    actor: act.actor,
    computed,
    material: declared?.approval === undefined ? null : materialOf(declared.approval, view.fields),
  });
  await keepDates(context, module, row, changed);
  const voided = await voidChangedApprovals(context, module.procedure, act.loaded, changed);
  const after = { ...input, case: changed };
  await followAgreements(context, module, act, decision, after, voided);
  await followUp(context, catalogue, module, act, decision, after);
  writeTrail(context, act, decision, changed);
  return changed;
}

/** Decides on the form as it was sent, and once more where others changed meanwhile what it writes. */
async function decideOn(
  context: WriteContext,
  catalogue: Catalogue,
  module: ProcedureModule,
  act: Act,
  facts: unknown,
): Promise<Accepted> {
  const decided = (fields: unknown): Accepted => {
    const decision = decide(
      module.procedure,
      module.functions,
      act.loaded.view,
      act.actor,
      act.action,
      { comment: act.comment, fields },
      facts,
      context.now.toISOString(),
    );
    if (!decision.ok) throw refused(act.loaded.row.procedure, act.action, decision.refusals);
    return decision;
  };
  const decision = decided(act.fields);
  if (act.basedOn === undefined) return decision;
  const merged = await reconcile(context, catalogue, module, act, act.basedOn, decision.form);
  return merged === decision.form ? decision : decided(merged);
}

async function runEffects(
  context: WriteContext,
  module: ProcedureModule,
  decision: Accepted,
  input: ActInput,
): Promise<Record<string, unknown>> {
  const computed: Record<string, unknown> = {};
  for (const name of decision.effects) {
    const effect = module.effects?.[name];
    if (effect === undefined) throw new Error(`${module.procedure.id} has no effect ${name}`);
    Object.assign(computed, (await effect(context, input)) ?? {});
  }
  return computed;
}

async function followUp(
  context: WriteContext,
  catalogue: Catalogue,
  module: ProcedureModule,
  act: Act,
  decision: Accepted,
  input: ActInput,
): Promise<void> {
  await openParallelTasks(context, module, decision.opensTasks, input);
  await startHandOffs(context, catalogue, module, decision.handOffs, input);
  if (decision.notify.length > 0) {
    await notifyRoles(context, input.case, decision.notify, `action:${act.action}`);
  }
  const depth = act.depth ?? 0;
  if (depth > deepestChain) throw new Error('hand-offs return in a circle');
  const final = module.procedure.states[decision.to];
  if (final?.kind === 'final' && decision.from !== decision.to) {
    await returnHandOff(context, catalogue, input.case, final.outcome ?? 'achieved', {
      depth: depth + 1,
      perform: performAction,
    });
  }
}

function writeTrail(context: WriteContext, act: Act, decision: Accepted, changed: CaseRow): void {
  const { row } = act.loaded;
  context.record({
    ownerId: row.ownerId,
    action: `${row.procedure}.${act.action}`,
    kind: 'case',
    recordId: row.id,
    recordVersion: changed.version,
    onBehalfOf: act.actor.onBehalfOf,
    details: {
      from: decision.from,
      to: decision.to,
      reference: row.reference,
      ...(act.comment === null ? {} : { comment: act.comment }),
      ...(Object.keys(decision.form).length === 0 ? {} : { form: decision.form }),
      ...(decision.approval === null ? {} : { approval: decision.approval }),
    },
  });
  context.emit({
    name: `${row.procedure}.${act.action}`,
    ownerId: row.ownerId,
    recordId: row.id,
    payload: {
      from: decision.from,
      to: decision.to,
      form: decision.form,
      version: changed.version,
    },
  });
}
