import type { WriteContext } from '#kernel/command/context.ts';
import type { Act } from '#work/cases/act.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { moduleOf } from '#work/definitions/versions.ts';

/** How the source's own action is performed, and how deep the chain of returns already is. */
export interface Next {
  readonly depth: number;
  perform(context: WriteContext, catalogue: Catalogue, act: Act): Promise<CaseRow>;
}

/** Status flows back: the case that reached its end tells every case that handed it off, and performs their `onReturn`. */
export async function returnHandOff(
  context: WriteContext,
  catalogue: Catalogue,
  target: CaseRow,
  outcome: 'achieved' | 'not-achieved',
  next: Next,
): Promise<void> {
  await returnWhere(context, catalogue, target.ownerId, 'to_case_id', target.id, outcome, next, {
    state: target.state,
    reference: target.reference,
  });
}

/** The same for the tracked task of a planned procedure. */
export async function returnPlanned(
  context: WriteContext,
  catalogue: Catalogue,
  ownerId: string,
  taskId: string,
  outcome: 'achieved' | 'not-achieved',
  answer: Record<string, unknown>,
  next: Next,
): Promise<void> {
  await returnWhere(context, catalogue, ownerId, 'to_task_id', taskId, outcome, next, answer);
}

async function returnWhere(
  context: WriteContext,
  catalogue: Catalogue,
  ownerId: string,
  column: 'to_case_id' | 'to_task_id',
  id: string,
  outcome: 'achieved' | 'not-achieved',
  next: Next,
  status: Record<string, unknown>,
): Promise<void> {
  const { rows } = await context.client.query<{ from_case_id: string; hand_off: string }>({
    name: `hand-off-return-${column}`,
    text: `update hand_off set state = 'returned', outcome = $3, returned_at = $4, return_status = $5::jsonb, version = version + 1
      where owner_id = $1 and ${column} = $2 and state in ('offered', 'accepted')
      returning from_case_id, hand_off`,
    values: [ownerId, id, outcome, context.now, JSON.stringify(status)],
  });
  for (const row of rows) await tellSource(context, catalogue, row, outcome, next, status);
}

async function tellSource(
  context: WriteContext,
  catalogue: Catalogue,
  handOff: { from_case_id: string; hand_off: string },
  outcome: 'achieved' | 'not-achieved',
  next: Next,
  status: Record<string, unknown>,
): Promise<void> {
  const loaded = await loadCase(context, handOff.from_case_id, { lock: true });
  const module = moduleOf(catalogue, loaded.row);
  const onReturn = module.procedure.handOffs?.[handOff.hand_off]?.onReturn;
  const action = onReturn === undefined ? undefined : module.procedure.actions[onReturn];
  if (onReturn === undefined || action === undefined) return;
  const open = module.procedure.states[loaded.row.state]?.kind !== 'final';
  const startable = action.from === 'any-open' ? open : action.from.includes(loaded.row.state);
  // The source has moved on meanwhile: the returned status is recorded, and nothing else is due.
  if (!startable) return;
  await next.perform(context, catalogue, {
    loaded,
    actor: systemActor,
    action: onReturn,
    comment: null,
    fields: onReturnForm(action.form, outcome, status),
    depth: next.depth,
  });
}

/** A return action may ask for `outcome` and `status` in its form; others take nothing. */
function onReturnForm(
  form: Readonly<Record<string, unknown>> | undefined,
  outcome: string,
  status: Record<string, unknown>,
): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  if (form?.['outcome'] !== undefined) given['outcome'] = outcome;
  if (form?.['status'] !== undefined) given['status'] = JSON.stringify(status);
  return given;
}
