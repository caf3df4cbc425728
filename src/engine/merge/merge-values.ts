import type { Field, Fields } from '../fields.ts';
import { mergeRows, type RowConflict } from './merge-rows.ts';
import { alike, isNothing, type Values } from './same-value.ts';

/** A field that two people changed differently; of a list, the rows that they did. */
export interface FieldConflict {
  readonly field: string;
  readonly theirs: unknown;
  readonly mine: unknown;
  readonly rows?: readonly RowConflict[];
}

export interface Merged {
  /** Mine where I changed something, theirs everywhere else; where both did, mine. */
  readonly values: Values;
  readonly conflicts: readonly FieldConflict[];
}

/**
 * Merges what two people made of the same values. Sets lose what either took out and gain what either put in; rows are merged one by one;
 * any other field is taken from whoever changed it. Only the fields that `mine` names are merged.
 * @param base what both started from; a field that it does not name was changed by nobody else
 */
export function mergeValues(fields: Fields, base: Values, theirs: Values, mine: Values): Merged {
  const values: Record<string, unknown> = {};
  const conflicts: FieldConflict[] = [];
  for (const name of Object.keys(mine)) {
    const field = fields[name];
    if (field === undefined || !Object.hasOwn(base, name)) {
      values[name] = mine[name];
      continue;
    }
    const merged = mergeField(field, base[name], theirs[name], mine[name]);
    values[name] = merged.value;
    if (merged.conflict === null) continue;
    const rows = merged.conflict.length === 0 ? {} : { rows: merged.conflict };
    conflicts.push({
      field: name,
      theirs: theirs[name] ?? null,
      mine: mine[name] ?? null,
      ...rows,
    });
  }
  return { values, conflicts };
}

interface MergedField {
  readonly value: unknown;
  /** Null: none; rows of a list that are in conflict, or an empty list for any other field. */
  readonly conflict: readonly RowConflict[] | null;
}

function mergeField(field: Field, base: unknown, theirs: unknown, mine: unknown): MergedField {
  if (alike(mine, base) || alike(mine, theirs)) return { value: theirs, conflict: null };
  if (alike(theirs, base)) return { value: mine, conflict: null };
  switch (field.kind) {
    case 'choices':
    case 'references':
    case 'tags':
      return { value: mergeSets(listOf(base), listOf(theirs), listOf(mine)), conflict: null };
    case 'rows': {
      const { rows, conflicts } = mergeRows(
        field,
        { base: rowsOf(base), theirs: rowsOf(theirs), mine: rowsOf(mine) },
        (inner, before, other, own) => mergeValues(inner, before, other, own),
      );
      return { value: rows, conflict: conflicts.length === 0 ? null : conflicts };
    }
    default:
      return { value: mine, conflict: [] };
  }
}

/** Theirs without what I took out, and what I put in after it. */
function mergeSets(
  base: readonly unknown[],
  theirs: readonly unknown[],
  mine: readonly unknown[],
): unknown[] {
  const removed = new Set(base.filter((one) => !mine.includes(one)));
  const added = mine.filter((one) => !base.includes(one) && !theirs.includes(one));
  return [...theirs.filter((one) => !removed.has(one)), ...added];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function rowsOf(value: unknown): readonly Values[] {
  return isNothing(value) ? [] : (listOf(value) as readonly Values[]);
}
