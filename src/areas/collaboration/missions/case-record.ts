import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import type { CaseRow, RegisterModule } from '#work/catalogue.ts';
import type { RecordView } from '#work/contract.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { type RegisterRow, sqlOf, viewOf } from '#work/registers/register-sql.ts';
import { insertRecord, leaveTrail, updateRecord } from '#work/registers/write-record.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import { manager } from './fields.ts';

type Values = Readonly<Record<string, unknown>>;

/** Organisations that take part in the mission in a role. */
export async function partiesOf(
  context: Pick<ReadContext, 'client'>,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
  role: string,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'mission-parties',
    text: 'select organisation_id as id from case_party where owner_id = $1 and case_id = $2 and role = $3',
    values: [row.ownerId, row.id, role],
  });
  return rows.map(({ id }) => id);
}

/** A record of this very mission, locked. @throws 404 for one of another case, as for one that is not there or not shared */
export async function recordOfCase(
  context: WriteContext,
  { register }: RegisterModule,
  row: CaseRow,
  id: unknown,
): Promise<RegisterRow> {
  const found = await findRecord(context, register, String(id), { lock: true });
  if (found['case_id'] !== row.id || found['owner_id'] !== row.ownerId) throw notFound('record');
  return found;
}

/** All records of a register that hang on the mission. */
export async function recordsOfCase(
  context: Pick<ReadContext, 'client'>,
  { register }: RegisterModule,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<RegisterRow[]> {
  const { rows } = await context.client.query<RegisterRow>({
    text: `select ${sqlOf(register).selected} from ${register.table} r where r.owner_id = $1 and r.case_id = $2 order by r.id`,
    values: [row.ownerId, row.id],
  });
  return rows;
}

/** Writes a record at the mission's label: its owner and the contractor read it, and whom else `more` names. */
export async function addToCase(
  context: WriteContext,
  module: RegisterModule,
  row: CaseRow,
  fields: Values,
  more: readonly string[] = [],
): Promise<RecordView> {
  const view = await insertRecord(context, module, {
    ownerId: row.ownerId,
    caseId: row.id,
    label: row.label,
    tlp: row.tlp,
    computed: true,
    fields,
  });
  await shareWith(context, module, row, view.id, [
    ...(await partiesOf(context, row, manager)),
    ...more,
  ]);
  return view;
}

/** Lets further organisations see a record of the mission. */
export async function shareWith(
  context: WriteContext,
  { register }: RegisterModule,
  row: CaseRow,
  recordId: string,
  organisations: readonly string[],
): Promise<void> {
  await shareRecord(context, {
    ownerId: row.ownerId,
    kind: register.id,
    table: register.table,
    recordId,
    sortKey: recordId,
    organisations,
    reason: 'party',
    detail: { case: row.reference },
  });
}

/** Takes a record of the mission away; its history stays in the trail. */
export async function removeFromCase(
  context: WriteContext,
  { register }: RegisterModule,
  row: CaseRow,
  found: RegisterRow,
): Promise<void> {
  const view = viewOf(register, found);
  await context.client.query({
    text: `delete from ${register.table} where owner_id = $1 and id = $2`,
    values: [row.ownerId, found.id],
  });
  leaveTrail(context, register, 'delete', view, row.ownerId, { before: view.fields });
}

/**
 * Writes a whole list: the record that a row names by its id, or has the key of, is changed where it differs, what is new is added, what is
 * missing goes. Records keep their identity, so that what was asked or corrected before stays with them; but not with other readers.
 */
export async function writeList(
  context: WriteContext,
  module: RegisterModule,
  row: CaseRow,
  list: {
    readonly rows: readonly Values[];
    readonly keyOf: (fields: Values) => string;
    /** Organisations beside owner and contractor that may read it. */
    readonly readers?: (fields: Values) => readonly string[];
    /** A record that is needed still: it stays though it is missing. */
    readonly keeps?: (fields: Values) => boolean;
  },
): Promise<void> {
  const present = await recordsOfCase(context, module, row);
  const fieldsOf = (one: RegisterRow) => viewOf(module.register, one).fields;
  const left = new Map(present.map((one) => [one.id, one]));
  const named = new Set(list.rows.map(({ id }) => id));
  const take = (id: unknown, { id: _, ...fields }: Values): RegisterRow | undefined => {
    const key = list.keyOf(fields);
    const known =
      left.get(String(id)) ??
      [...left.values()].find((one) => !named.has(one.id) && list.keyOf(fieldsOf(one)) === key);
    if (known === undefined || !sameReaders(list, fieldsOf(known), fields)) return undefined;
    left.delete(known.id);
    return known;
  };
  for (const { id, ...fields } of list.rows) {
    const known = take(id, fields);
    if (known === undefined) {
      await addToCase(context, module, row, fields, list.readers?.(fields) ?? []);
    } else if (differs(fields, fieldsOf(known))) {
      await updateRecord(context, module, known, { fields, version: null, computed: true });
    }
  }
  for (const gone of left.values()) {
    if (list.keeps?.(fieldsOf(gone)) === true) continue;
    await removeFromCase(context, module, row, gone);
  }
}

function sameReaders(
  { readers = () => [] }: { readonly readers?: (fields: Values) => readonly string[] },
  before: Values,
  after: Values,
): boolean {
  return JSON.stringify(readers(before)) === JSON.stringify(readers(after));
}

function differs(fields: Values, before: Values): boolean {
  return Object.entries(fields).some(
    ([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(before[name] ?? null),
  );
}
