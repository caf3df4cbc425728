import type { Fields } from '#engine/fields.ts';
import type { RowConflict } from '#engine/merge/merge-rows.ts';
import { type FieldConflict, mergeValues } from '#engine/merge/merge-values.ts';
import type { Problem } from '#work/contract.ts';
import { type FormValues, type Row, startValues } from './form-values.ts';

interface ByWhom {
  readonly byName?: string | null;
  readonly at?: string | null;
}

/** A row that two people changed, as the form holds rows. */
export type ConflictingRow = RowConflict & ByWhom;

/** A field that two people changed, as the form holds values; by whom and when, where it is told. */
export interface Conflict extends FieldConflict, ByWhom {
  readonly rows?: readonly ConflictingRow[];
}

/** What three people's worth of values make of a form: what it holds from now on, and what both changed. */
export interface Reconciled {
  readonly values: FormValues;
  readonly conflicts: readonly Conflict[];
}

/** Takes into a form what was stored since it was opened; where both changed something, mine stands and theirs is told. */
export function reconciled(
  fields: Fields,
  base: FormValues,
  current: FormValues,
  mine: FormValues,
  changed: Problem['changed'] = [],
): Reconciled {
  const named = Object.fromEntries(
    Object.entries(fields).filter(([name]) => Object.hasOwn(current, name)),
  );
  const before = startValues(named, base);
  const now = startValues(named, current);
  const own = Object.fromEntries(Object.keys(now).map((name) => [name, mine[name]]));
  const merged = mergeValues(named, before, now, own);
  const conflicts = merged.conflicts.map((conflict): Conflict => {
    const told = changed.find(({ field }) => field === conflict.field);
    const rows = conflict.rows?.map((row) => ({ ...row, ...whoOf(rowTold(told, row)) }));
    return { ...conflict, ...whoOf(told), ...(rows === undefined ? {} : { rows }) };
  });
  return { values: { ...mine, ...merged.values }, conflicts };
}

type Told = NonNullable<Problem['changed']>[number];

function rowTold(told: Told | undefined, { id }: RowConflict): ByWhom | undefined {
  return told?.rows?.find((row) => row.id === id);
}

function whoOf(told: ByWhom | undefined): ByWhom {
  return { byName: told?.byName ?? null, at: told?.at ?? null };
}

/** The form with theirs instead of mine, of a field or of one row of a list. */
export function withTheirs(
  values: FormValues,
  conflict: Conflict,
  row?: ConflictingRow,
): FormValues {
  const { field } = conflict;
  if (row === undefined) return { ...values, [field]: conflict.theirs };
  const rows = (Array.isArray(values[field]) ? values[field] : []) as readonly Row[];
  const taken = rows.flatMap((one) => {
    if (!isRow(one, row)) return [one];
    // Mine stands where they took it out, and theirs where I did: the other way round it goes.
    return row.theirs === null || row.mine === null ? [] : [row.theirs];
  });
  return { ...values, [field]: taken };
}

function isRow(one: Row, { id, theirs, mine }: ConflictingRow): boolean {
  if (id !== null) return one['id'] === id;
  return [theirs, mine].some((row) => JSON.stringify(row) === JSON.stringify(one));
}
