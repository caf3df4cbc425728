import { type FieldConflict, mergeValues } from '#engine/merge/merge-values.ts';
import { alike, type Values } from '#engine/merge/same-value.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { Catalogue, ProcedureModule } from '#work/catalogue.ts';
import type { Act } from './act.ts';
import { baseAtRevision } from './base-at-revision.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { editedRecord, type FormTarget, targetsOf } from './form-targets.ts';

/** What a form was built on: what its fields held when it was opened, or the revision of the case that its author had read. */
export interface BasedOn {
  readonly fields: Values;
  readonly revision: number | null;
}

/**
 * Merges what a form says with what others changed since it was opened: of the fields that the form writes, those that only others changed
 * are taken over, lists row by row. What the form does not write may have changed as it likes.
 * @param mine the form as decided on
 * @returns the form as it is to be decided on, the same object where nobody changed anything
 * @throws 412 `stale-version` naming the fields that both changed, by whom and when, with what they hold now
 */
export async function reconcile(
  context: ReadContext,
  catalogue: Catalogue,
  { procedure }: ProcedureModule,
  act: Act,
  basedOn: BasedOn,
  mine: Values,
): Promise<Values> {
  const { row } = act.loaded;
  const form = procedure.actions[act.action]?.form ?? {};
  const targets = await targetsOf(context, catalogue, procedure, row, form, mine);
  if (targets.length === 0) return mine;
  const { revision } = basedOn;
  const read =
    revision === null ? {} : await baseAtRevision(context, row, revision, form, targets, mine);
  const theirs = Object.assign({}, ...targets.map((target) => target.theirs)) as Values;
  const base = only({ ...read, ...basedOn.fields }, Object.keys(theirs));
  const gone = goneRecord(targets, form, base);
  if (Object.keys(base).every((name) => alike(base[name], theirs[name])) && gone.length === 0) {
    return mine;
  }
  const { values, conflicts } = mergeValues(form, base, theirs, { ...emptied(targets), ...mine });
  const all = [...gone, ...conflicts];
  if (all.length > 0) throw await changedMeanwhile(context, act, targets, all);
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** The record that the form writes was taken away: what was typed has no place any more. */
function goneRecord(
  targets: readonly FormTarget[],
  form: Parameters<typeof editedRecord>[0],
  base: Values,
): FieldConflict[] {
  const target = targets.find(({ kind }) => kind === 'record');
  if (target === undefined || target.records.length > 0 || Object.keys(base).length === 0)
    return [];
  return [{ field: editedRecord(form)?.[0] ?? '', theirs: null, mine: target.recordId }];
}

/** What the form of a record leaves out is emptied there: it says so like any other change. */
function emptied(targets: readonly FormTarget[]): Values {
  const names = targets.filter(({ kind }) => kind === 'record').flatMap((target) => target.names);
  return Object.fromEntries(names.map((name) => [name, null]));
}

function only(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}
