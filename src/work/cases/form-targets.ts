import type { Fields, ReferenceField, RowsField } from '#engine/fields.ts';
import type { Values } from '#engine/merge/same-value.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { Register } from '#engine/register.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { orderOf, type RegisterRow, sqlOf, viewOf } from '#work/registers/register-sql.ts';

/** Fields of an action's form that write to one place, and what that place holds now. */
export interface FormTarget {
  /** Fields of the case; one of its records; a whole list of its records. */
  readonly kind: 'case' | 'record' | 'list';
  readonly register: Register | null;
  /** Names in the form: of a list one. */
  readonly names: readonly string[];
  /** What is there now, by the names in the form; the rows of a list carry their ids. */
  readonly theirs: Values;
  readonly records: readonly RegisterRow[];
  /** The record that a form writes anew, which is gone when `records` is empty. */
  readonly recordId: string | null;
}

/**
 * What the form of an action writes, as its definition says: fields of the case by their names, the record that a reference with `edits`
 * names, and lists of records that rows are `of`. What only creates something has no target.
 */
export async function targetsOf(
  context: ReadContext,
  catalogue: Catalogue,
  procedure: Procedure,
  row: CaseRow,
  form: Fields,
  mine: Values,
): Promise<FormTarget[]> {
  const targets: FormTarget[] = [];
  const names = Object.keys(form).filter(
    (name) => Object.hasOwn(procedure.fields, name) && mine[name] !== undefined,
  );
  if (names.length > 0) {
    const theirs = Object.fromEntries(names.map((name) => [name, row.fields[name] ?? null]));
    targets.push({ kind: 'case', register: null, names, theirs, records: [], recordId: null });
  }
  for (const [name, field] of Object.entries(form)) {
    if (field.kind === 'reference' && field.edits === true) {
      targets.push(
        await recordTarget(context, registerOf(catalogue, field.to), row, form, name, mine),
      );
    }
    if (field.kind === 'rows' && field.of !== undefined && mine[name] !== undefined) {
      targets.push(await listTarget(context, registerOf(catalogue, field.of), row, name, field));
    }
  }
  return targets;
}

/** Names in a form of what the record that it edits has under the same names. */
export function editedNames(form: Fields, register: Register, reference: string): string[] {
  return Object.keys(form).filter(
    (name) => name !== reference && Object.hasOwn(register.fields, name),
  );
}

/** The reference of a form to the record that it writes anew. */
export function editedRecord(form: Fields): readonly [string, ReferenceField] | undefined {
  return Object.entries(form).find(
    (entry): entry is [string, ReferenceField] =>
      entry[1].kind === 'reference' && entry[1].edits === true,
  );
}

/** A record as a row of the list that a form writes. */
export function rowOfList(register: Register, field: RowsField, record: RegisterRow): Values {
  const { fields } = viewOf(register, record);
  const named = Object.keys(field.fields).flatMap((name) =>
    fields[name] === undefined ? [] : [[name, fields[name]]],
  );
  return { id: record.id, ...Object.fromEntries(named) };
}

function registerOf(catalogue: Catalogue, id: string): Register {
  const module = catalogue.registers.get(id);
  if (module === undefined) throw new Error(`no definition of the register ${id}`);
  return module.register;
}

async function recordTarget(
  context: ReadContext,
  register: Register,
  row: CaseRow,
  form: Fields,
  reference: string,
  mine: Values,
): Promise<FormTarget> {
  const recordId = String(mine[reference]);
  const records = await recordsOf(context, register, row, recordId);
  const names = editedNames(form, register, reference);
  const [found] = records;
  const fields = found === undefined ? {} : viewOf(register, found).fields;
  const theirs = Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
  return { kind: 'record', register, names, theirs, records, recordId };
}

async function listTarget(
  context: ReadContext,
  register: Register,
  row: CaseRow,
  name: string,
  field: RowsField,
): Promise<FormTarget> {
  const records = await recordsOf(context, register, row, null);
  const rows = records.map((record) => rowOfList(register, field, record));
  return {
    kind: 'list',
    register,
    names: [name],
    theirs: { [name]: rows },
    records,
    recordId: null,
  };
}

/** Records of the case in the order of their register; one of them, where its id is given. */
async function recordsOf(
  context: ReadContext,
  register: Register,
  row: CaseRow,
  recordId: string | null,
): Promise<RegisterRow[]> {
  const { column, descending } = orderOf(register, undefined);
  const { rows } = await context.client.query<RegisterRow>({
    text: `select ${sqlOf(register).selected}, r.audience from ${register.table} r
      where r.owner_id = $1 and r.case_id = $2 and ($3::uuid is null or r.id = $3)
      order by r.${column} ${descending ? 'desc' : 'asc'}, r.id`,
    values: [row.ownerId, row.id, recordId],
  });
  return rows;
}
