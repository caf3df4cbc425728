import type { RowConflict } from '#engine/merge/merge-rows.ts';
import type { FieldConflict } from '#engine/merge/merge-values.ts';
import type { Values } from '#engine/merge/same-value.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { RegisterRow } from '#work/registers/register-sql.ts';
import type { Act } from './act.ts';
import type { FormTarget } from './form-targets.ts';

interface Change {
  readonly personId: string | null;
  readonly at: string;
}

interface ByAndWhen {
  readonly by: string | null;
  readonly byName: string | null;
  readonly at: string | null;
}

interface ChangedField extends FieldConflict, ByAndWhen {
  readonly rows?: readonly (RowConflict & ByAndWhen)[];
}

/** 412 that names each field which two people changed, by whom and when, and says what all that the form writes holds now. */
export async function changedMeanwhile(
  context: ReadContext,
  act: Act,
  targets: readonly FormTarget[],
  conflicts: readonly FieldConflict[],
): Promise<AppError> {
  const { row } = act.loaded;
  const records = new Map(
    targets.flatMap((target) => target.records.map((one) => [one.id, one] as const)),
  );
  const edited = targets.find(({ kind }) => kind === 'record');
  const byField = await lastGiven(context, act, conflicts);
  const removed = await lastRemoved(context, act, idsTakenOut(conflicts, edited));
  const changeOf = (id: string | null): Change | null =>
    (id === null ? null : (changeOfRecord(records.get(id)) ?? removed.get(id))) ?? null;
  const changes = conflicts.map((conflict): Change | null => {
    if (conflict.rows !== undefined) {
      const all = conflict.rows.flatMap(({ id }) => changeOf(id) ?? []);
      return all.sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
    }
    if (edited !== undefined) return changeOf(edited.recordId);
    return byField.get(conflict.field) ?? null;
  });
  const rowChanges = conflicts.flatMap(({ rows = [] }) => rows.map(({ id }) => changeOf(id)));
  const names = await namesToTell(context, act, [...changes, ...rowChanges]);
  const told = (change: Change | null): ByAndWhen => ({
    by: names.has(change?.personId ?? '') ? (change?.personId ?? null) : null,
    byName: names.get(change?.personId ?? '') ?? null,
    at: change?.at ?? null,
  });
  const changed = conflicts.map((conflict, at): ChangedField => {
    const { rows, ...rest } = conflict;
    const inRows = rows?.map((one) => ({ ...one, ...told(changeOf(one.id)) }));
    return {
      ...rest,
      ...told(changes[at] ?? null),
      ...(inRows === undefined ? {} : { rows: inRows }),
    };
  });
  return new AppError({
    status: 412,
    code: 'stale-version',
    title: 'Changed meanwhile',
    detail: `Changed since you read it: ${changed.map(sentence).join('; ')}. Nothing was written; what you typed is kept.`,
    extra: { version: row.version, changed, current: visible(context, act, targets) },
  });
}

function sentence({ field, byName, at }: ChangedField): string {
  const by = byName === null ? '' : ` by ${byName}`;
  return `${field}${by}${at === null ? '' : ` at ${at}`}`;
}

function changeOfRecord(record: RegisterRow | undefined): Change | undefined {
  if (record === undefined) return undefined;
  const { updated_by: by } = record;
  return { personId: typeof by === 'string' ? by : null, at: record.updated_at.toISOString() };
}

/** What was taken out by others: rows that are in no list any more, and a record that is gone. */
function idsTakenOut(
  conflicts: readonly FieldConflict[],
  edited: FormTarget | undefined,
): string[] {
  const rows = conflicts.flatMap((conflict) => conflict.rows ?? []);
  const ids = rows.flatMap(({ id, theirs }) => (id !== null && theirs === null ? [id] : []));
  const gone = edited !== undefined && edited.records.length === 0 ? [edited.recordId ?? ''] : [];
  return [...ids, ...gone];
}

async function lastRemoved(
  context: ReadContext,
  act: Act,
  ids: readonly string[],
): Promise<Map<string, Change>> {
  if (ids.length === 0) return new Map();
  const { rows } = await context.client.query<{ id: string; person: string | null; at: Date }>({
    name: 'records-removed-by',
    text: `select record_id as id, person_id as person, at from trail_entry
      where owner_id = $1 and record_id = any ($2::uuid[]) and action like '%.delete' order by id`,
    values: [act.loaded.row.ownerId, ids],
  });
  return new Map(
    rows.map(({ id, person, at }) => [id, { personId: person, at: at.toISOString() }]),
  );
}

/** The action that gave a field of the case its value. */
async function lastGiven(
  context: ReadContext,
  act: Act,
  conflicts: readonly FieldConflict[],
): Promise<Map<string, Change>> {
  const { row } = act.loaded;
  const { rows } = await context.client.query<{ field: string; person: string | null; at: Date }>({
    name: 'case-fields-given-by',
    text: `select distinct on (f.field) f.field, e.person_id as person, e.at
      from unnest($3::text[]) as f (field) join trail_entry e on e.details->'form' ? f.field
      where e.owner_id = $1 and e.record_id = $2 and e.kind = 'case' order by f.field, e.id desc`,
    values: [row.ownerId, row.id, conflicts.map(({ field }) => field)],
  });
  return new Map(
    rows.map(({ field, person, at }) => [field, { personId: person, at: at.toISOString() }]),
  );
}

/** Names of people of the case's owner and of the reader's own organisation: who else takes part is not told here. */
async function namesToTell(
  context: ReadContext,
  act: Act,
  changes: readonly (Change | null)[],
): Promise<Map<string, string>> {
  const people = [...new Set(changes.flatMap((change) => change?.personId ?? []))];
  const from = [act.loaded.row.ownerId, context.principal.organisationId];
  const { rows } = await context.client.query<{ id: string; name: string }>({
    name: 'people-to-tell',
    text: `select id, name from person where id = any ($1::uuid[])
      and ($4::uuid = $3::uuid or organisation_id = any ($2::uuid[]))`,
    values: [people, from, act.loaded.row.ownerId, context.principal.organisationId],
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What the form's fields hold now, of records those that the reader's organisation may see. */
function visible(context: ReadContext, act: Act, targets: readonly FormTarget[]): Values {
  const { organisationId } = context.principal;
  const isOwner = organisationId === act.loaded.row.ownerId;
  const mayRead = ({ audience }: RegisterRow) =>
    isOwner || (Array.isArray(audience) && audience.includes(organisationId));
  const current: Record<string, unknown> = {};
  for (const { kind, names, theirs, records } of targets) {
    const [list = ''] = names;
    const readable = new Set(records.filter(mayRead).map(({ id }) => id));
    if (kind === 'case') Object.assign(current, theirs);
    if (kind === 'record' && readable.size > 0) Object.assign(current, theirs);
    if (kind === 'list') {
      const rows = theirs[list] as readonly Values[];
      current[list] = rows.filter((row) => readable.has(String(row['id'])));
    }
  }
  return current;
}
