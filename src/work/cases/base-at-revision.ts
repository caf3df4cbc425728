import type { Fields, RowsField } from '#engine/fields.ts';
import type { Values } from '#engine/merge/same-value.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { FormTarget } from './form-targets.ts';

interface CaseEntry {
  readonly version: number;
  readonly at: Date;
  /** Fields that the action's form, or the opening, gave. */
  readonly given: Values | null;
}

interface RecordEntry {
  readonly recordId: string;
  readonly act: string;
  readonly before: Values | null;
}

/**
 * What the fields of a form held at an earlier revision of the case, as the trail tells: from what actions gave of the case's own fields, and by
 * undoing what was done to its records since. Fields that nobody touched since are left out.
 */
export async function baseAtRevision(
  context: ReadContext,
  row: CaseRow,
  revision: number,
  form: Fields,
  targets: readonly FormTarget[],
  mine: Values,
): Promise<Values> {
  const entries = await caseEntries(context, row);
  const base: Record<string, unknown> = {};
  for (const target of targets) {
    if (target.kind === 'case') Object.assign(base, ofCase(target, entries, revision));
    else Object.assign(base, await ofRecords(context, row, target, entries, revision, form, mine));
  }
  return base;
}

async function caseEntries(context: ReadContext, row: CaseRow): Promise<CaseEntry[]> {
  const { rows } = await context.client.query<CaseEntry>({
    name: 'case-forms-given',
    text: `select record_version as version, at, coalesce(details->'form', details->'fields') as given from trail_entry
      where owner_id = $1 and record_id = $2 and kind = 'case' and record_version > 0 order by record_version, id`,
    values: [row.ownerId, row.id],
  });
  return rows;
}

function ofCase({ names }: FormTarget, entries: readonly CaseEntry[], revision: number): Values {
  const base: Record<string, unknown> = {};
  for (const name of names) {
    const gave = (entry: CaseEntry) => entry.given !== null && Object.hasOwn(entry.given, name);
    if (!entries.some((entry) => entry.version > revision && gave(entry))) continue;
    const before = entries.findLast((entry) => entry.version <= revision && gave(entry));
    base[name] = before?.given?.[name] ?? null;
  }
  return base;
}

async function ofRecords(
  context: ReadContext,
  row: CaseRow,
  target: FormTarget,
  entries: readonly CaseEntry[],
  revision: number,
  form: Fields,
  mine: Values,
): Promise<Values> {
  const [list = ''] = target.names;
  const sent = target.kind === 'list' ? idsIn(mine[list]) : [target.recordId ?? ''];
  const ids = [...new Set([...target.records.map(({ id }) => id), ...sent])];
  const done = await recordEntries(context, row, target, ids, entries, revision);
  if (done.length === 0) return {};
  if (target.kind === 'record') return undone(target.theirs, done);
  const field = form[list] as RowsField;
  const rows = new Map(rowsIn(target.theirs[list]).map((one) => [String(one['id']), one]));
  for (const { recordId: id, act, before } of done) {
    if (act === 'create') rows.delete(id);
    else if (before !== null) rows.set(id, { ...rows.get(id), ...only(field.fields, before), id });
  }
  return { [list]: [...rows.values()] };
}

/** What was done to records since the revision, newest first; an action and what it did to records share their instant. */
async function recordEntries(
  context: ReadContext,
  row: CaseRow,
  { register }: FormTarget,
  ids: readonly string[],
  entries: readonly CaseEntry[],
  revision: number,
): Promise<RecordEntry[]> {
  const later = entries.filter(({ version }) => version > revision).map(({ at }) => at);
  const at = entries.findLast(({ version }) => version <= revision)?.at ?? row.openedAt;
  const { rows } = await context.client.query<RecordEntry>({
    name: 'records-done-since',
    text: `select record_id as "recordId", split_part(action, '.', 2) as act, details->'before' as before from trail_entry
      where owner_id = $1 and record_id = any ($2::uuid[]) and kind = $3 and (at > $4 or at = any ($5::timestamptz[]))
      order by id desc`,
    values: [row.ownerId, ids, register?.id ?? '', at, later],
  });
  return rows;
}

function undone(theirs: Values, done: readonly RecordEntry[]): Values {
  const base: Record<string, unknown> = { ...theirs };
  for (const { before } of done) {
    for (const [name, value] of Object.entries(before ?? {})) {
      if (Object.hasOwn(base, name)) base[name] = value;
    }
  }
  return base;
}

const only = (fields: Fields, values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(fields, name)));

function rowsIn(value: unknown): readonly Values[] {
  return Array.isArray(value) ? (value as Values[]) : [];
}

function idsIn(value: unknown): string[] {
  return rowsIn(value).flatMap((row) => (typeof row['id'] === 'string' ? [row['id']] : []));
}
