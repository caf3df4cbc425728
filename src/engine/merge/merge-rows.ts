import type { Fields, RowsField } from '../fields.ts';
import { alike, type Values, wordingOf } from './same-value.ts';

/** A row that two people changed differently, or that one took out and the other changed: null stands for "taken out". */
export interface RowConflict {
  /** The row's id, where it has one. */
  readonly id: string | null;
  readonly theirs: Values | null;
  readonly mine: Values | null;
  /** Fields of the row that both changed; none where one took it out. */
  readonly fields: readonly string[];
}

export interface ThreeLists {
  readonly base: readonly Values[];
  readonly theirs: readonly Values[];
  readonly mine: readonly Values[];
}

/** Merges the fields of one row. */
type MergeRow = (
  fields: Fields,
  base: Values,
  theirs: Values,
  mine: Values,
) => { readonly values: Values; readonly conflicts: readonly { readonly field: string }[] };

type Keyed = ReadonlyMap<string, Values>;

interface Standing {
  readonly base: Values | undefined;
  readonly theirs: Values | undefined;
  readonly mine: Values | undefined;
}

/**
 * Merges what two people made of one list, row by row. Rows that either added are kept; what either took out goes, unless the other changed
 * it; what only one changed is taken. In a conflict the row stays as I have it, or as they do where I took it out: nothing is lost.
 * A row is known by its id, else by its key, else by everything in it.
 */
export function mergeRows(
  field: Pick<RowsField, 'fields' | 'key'>,
  lists: ThreeLists,
  mergeRow: MergeRow,
): { readonly rows: Values[]; readonly conflicts: RowConflict[] } {
  const base = keyedRows(field, lists.base, new Map());
  const theirs = keyedRows(field, lists.theirs, aliasesOf(field, base));
  const known = new Map([...aliasesOf(field, base), ...aliasesOf(field, theirs)]);
  const mine = keyedRows(field, lists.mine, known);
  const conflicts: RowConflict[] = [];
  const rows = new Map<string, Values>();
  for (const key of orderOf(base, theirs, mine)) {
    const standing = { base: base.get(key), theirs: theirs.get(key), mine: mine.get(key) };
    const { row, conflict } = mergeOne(field.fields, standing, mergeRow);
    if (row !== null) rows.set(key, row);
    if (conflict !== null) conflicts.push(conflict);
  }
  return { rows: [...rows.values()], conflicts };
}

function mergeOne(
  fields: Fields,
  { base, theirs, mine }: Standing,
  mergeRow: MergeRow,
): { row: Values | null; conflict: RowConflict | null } {
  const id = idOf(theirs ?? base ?? mine ?? {});
  if (theirs === undefined || mine === undefined) {
    const left = theirs ?? mine ?? null;
    // Added by one, or taken out by both.
    if (base === undefined || left === null) return { row: left, conflict: null };
    // Taken out by one, and left alone by the other.
    if (alike(content(left), content(base))) return { row: null, conflict: null };
    const conflict = { id, theirs: theirs ?? null, mine: mine ?? null, fields: [] };
    return { row: left, conflict };
  }
  const names = new Set([...Object.keys(fields), ...Object.keys(mine)]);
  names.delete('id');
  const whole = (row: Values): Values =>
    Object.fromEntries([...names].map((name) => [name, row[name]]));
  // A row that both added under the same key has nothing that both started from.
  const before = base === undefined ? {} : base;
  const merged = mergeRow(fields, whole(before), whole(theirs), whole(mine));
  const row = {
    ...(id === null ? {} : { id }),
    ...Object.fromEntries(Object.entries(merged.values).filter(([, value]) => value !== undefined)),
  };
  if (merged.conflicts.length === 0) return { row, conflict: null };
  const conflict = { id, theirs, mine, fields: merged.conflicts.map((one) => one.field) };
  return { row, conflict };
}

function idOf(row: Values): string | null {
  return typeof row['id'] === 'string' ? row['id'] : null;
}

function content({ id: _, ...fields }: Values): Values {
  return fields;
}

/** What a row without id is known by. */
function aliasOf({ key }: Pick<RowsField, 'key'>, row: Values): string {
  return `row ${wordingOf(key === undefined ? content(row) : key.map((name) => row[name]))}`;
}

function aliasesOf(field: Pick<RowsField, 'key'>, rows: Keyed): Map<string, string> {
  const aliases = new Map<string, string>();
  for (const [key, row] of rows) {
    const alias = aliasOf(field, row);
    if (!aliases.has(alias)) aliases.set(alias, key);
  }
  return aliases;
}

/** Rows by what they are known by. A row without id is the one that `known` has under its alias, unless another row is that one already. */
function keyedRows(
  field: Pick<RowsField, 'key'>,
  rows: readonly Values[],
  known: ReadonlyMap<string, string>,
): Keyed {
  const ids = new Set(rows.map(idOf));
  const keyed = new Map<string, Values>();
  for (const row of rows) {
    const alias = aliasOf(field, row);
    const meant = known.get(alias);
    const wanted =
      idOf(row) ?? (meant === undefined || ids.has(meant) || keyed.has(meant) ? alias : meant);
    let key = wanted;
    for (let more = 2; keyed.has(key); more += 1) key = `${wanted} (${more})`;
    keyed.set(key, row);
  }
  return keyed;
}

/** The order of whoever changed it, and what the other added after what it stands behind there. */
function orderOf(base: Keyed, theirs: Keyed, mine: Keyed): string[] {
  const own = [...mine.keys()];
  const other = [...theirs.keys()];
  const inAll = (keys: readonly string[]) =>
    keys.filter((key) => base.has(key) && theirs.has(key) && mine.has(key)).join('\n');
  const isMine = inAll(own) !== inAll([...base.keys()]);
  const order = isMine ? own : other;
  const known = new Set(order);
  const rest = isMine ? other : own;
  rest.forEach((key, at) => {
    if (known.has(key)) return;
    known.add(key);
    const goesOn = rest.slice(at + 1).some((later) => order.includes(later));
    const behind = rest[at - 1];
    // What stands at the end goes to the end; elsewhere what the other added there came first.
    let place = order.length;
    if (goesOn) place = behind === undefined ? 0 : order.indexOf(behind) + 1;
    const isTheirs = (there: string) => !base.has(there) && !rest.includes(there);
    while (place < order.length && isTheirs(order[place] ?? '')) place += 1;
    order.splice(place, 0, key);
  });
  return order;
}
