import { openRecord } from '#engine/decide.ts';
import { schemaOfFields } from '#engine/field-schema.ts';
import type { Register } from '#engine/register.ts';
import { decode } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { sqlState } from '#kernel/database/database.ts';
import { newId } from '#kernel/database/ids.ts';
import { conflict, invalidInput, staleVersion } from '#kernel/errors/app-error.ts';
import { deadlineRow } from '#work/cases/apply-decision.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { RegisterModule } from '#work/catalogue.ts';
import type { RecordView } from '#work/contract.ts';
import { parameterOf, type RegisterRow, sqlOf, viewOf } from './register-sql.ts';

export interface NewRecord {
  /** Given by the product where the id is needed before the record is; absent: a new one. */
  readonly id?: string;
  readonly ownerId: string | null;
  readonly label?: string | undefined;
  readonly tlp?: string | undefined;
  readonly caseId?: string | null | undefined;
  readonly fields: unknown;
  /** The product itself writes: computed fields are taken too. */
  readonly computed?: boolean;
}

/**
 * Writes a new record with its trail entry.
 * @throws 422 with the place of each fault, 409 `not-unique` naming the constraint.
 */
export async function insertRecord(
  context: WriteContext,
  module: RegisterModule,
  input: NewRecord,
): Promise<RecordView> {
  const { register } = module;
  const parsed = decode(
    schemaOfFields(register.fields, { mode: 'create', computed: input.computed === true }),
    input.fields,
  ) as Record<string, unknown>;
  const fields = { ...parsed, ...module.derive?.(parsed) };
  const id = input.id ?? newId();
  const head: Record<string, unknown> = {
    id,
    created_at: context.now,
    created_by: context.principal.personId,
    updated_at: context.now,
    updated_by: context.principal.personId,
  };
  if (register.class === 'tenant') {
    head['owner_id'] = input.ownerId;
    if (input.label !== undefined) head['label'] = input.label;
    if (input.tlp !== undefined) head['tlp'] = input.tlp;
  }
  if (register.ofCase === true) head['case_id'] = input.caseId ?? null;
  const opened = openLife(context, module, fields);
  if (opened !== null) head['state'] = opened.state;
  const row = await insertRow(context, register, head, fields);
  if (opened !== null && input.ownerId !== null) {
    await startDeadlines(context, register, input.ownerId, id, opened.deadlines.opened);
  }
  const view = viewOf(register, row);
  await module.changed?.(context, {
    register,
    kind: 'create',
    id,
    ownerId: input.ownerId,
    before: null,
    after: view.fields,
  });
  leaveTrail(context, register, 'create', view, input.ownerId, { after: view.fields });
  return view;
}

function openLife(context: WriteContext, module: RegisterModule, fields: Record<string, unknown>) {
  const { lifeCycle } = module.register;
  if (lifeCycle === undefined) return null;
  const opened = openRecord(
    lifeCycle,
    module.functions ?? { guards: {} },
    systemActor,
    { fields: {}, parties: [] },
    fields,
    context.now.toISOString(),
  );
  if (!opened.ok) throw new Error(`${module.register.id} cannot be opened`);
  return opened;
}

async function insertRow(
  context: WriteContext,
  register: Register,
  head: Record<string, unknown>,
  fields: Record<string, unknown>,
): Promise<RegisterRow> {
  const { columns, selected } = sqlOf(register);
  const names = [...Object.keys(head), ...columns.map((column) => column.column)];
  const values = [
    ...Object.values(head),
    ...columns.map((column) => parameterOf(column.type, fields[column.field])),
  ];
  try {
    const { rows } = await context.client.query<RegisterRow>({
      text: `insert into ${register.table} as r (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning ${selected}`,
      values,
    });
    const row = rows[0];
    if (row === undefined) throw new Error('insert returned no row');
    return row;
  } catch (error) {
    throw explained(error);
  }
}

/** Constraint violations become errors that name what to do; they are judged by SQLSTATE. */
export function explained(error: unknown): unknown {
  const constraint = (error as { constraint?: unknown }).constraint;
  const name = typeof constraint === 'string' ? constraint : '';
  switch (sqlState(error)) {
    case '23505':
      return conflict('not-unique', 'There is such a record already.', { constraint: name });
    case '23503':
      return conflict(
        'reference',
        'It refers to a record that is not there, or others refer to it.',
        {
          constraint: name,
        },
      );
    case '23502':
    case '23514':
      return invalidInput([
        { path: '/fields', code: 'constraint', message: `Not allowed: ${name}` },
      ]);
    case '42501':
      return conflict('reference', 'This record belongs to another organisation.');
    default:
      return error;
  }
}

/**
 * Changes declared fields of a record, if it is still the version that was read.
 * @throws 412 when it changed meanwhile, 422 with the place of each fault.
 */
export async function updateRecord(
  context: WriteContext,
  module: RegisterModule,
  before: RegisterRow,
  input: { readonly fields: unknown; readonly version: number | null; readonly computed?: boolean },
): Promise<RecordView> {
  const { register } = module;
  if (input.version !== null && input.version !== before.version)
    throw staleVersion(before.version);
  const patch = decode(
    schemaOfFields(register.fields, { mode: 'patch', computed: input.computed === true }),
    input.fields,
  ) as Record<string, unknown>;
  const old = viewOf(register, before);
  const changed = { ...patch, ...module.derive?.({ ...old.fields, ...patch }) };
  const { columns, selected } = sqlOf(register);
  const written = columns.filter((column) => Object.hasOwn(changed, column.field));
  if (written.length === 0) return old;
  const values: unknown[] = [before.id, before.version, context.now, context.principal.personId];
  const sets = written.map(
    (column) =>
      `${column.column} = $${values.push(parameterOf(column.type, changed[column.field]))}`,
  );
  const owned =
    register.class === 'tenant' ? `and r.owner_id = $${values.push(before['owner_id'])}` : '';
  try {
    const { rows } = await context.client.query<RegisterRow>({
      text: `update ${register.table} as r set ${sets.join(', ')}, version = r.version + 1, updated_at = $3, updated_by = $4
        where r.id = $1 and r.version = $2 ${owned} returning ${selected}`,
      values,
    });
    const row = rows[0];
    if (row === undefined) throw staleVersion(before.version);
    const view = viewOf(register, row);
    const ownerId = view.ownerId ?? null;
    await module.changed?.(context, {
      register,
      kind: 'update',
      id: view.id,
      ownerId,
      before: old.fields,
      after: view.fields,
    });
    leaveTrail(context, register, 'update', view, ownerId, {
      before: pick(old.fields, written),
      after: pick(view.fields, written),
    });
    return view;
  } catch (error) {
    throw explained(error);
  }
}

function pick(
  fields: Readonly<Record<string, unknown>>,
  columns: readonly { readonly field: string }[],
): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ field }) => [field, fields[field] ?? null]));
}

async function startDeadlines(
  context: WriteContext,
  register: Register,
  ownerId: string,
  recordId: string,
  opened: readonly { deadline: string; dueAt: string; remindAt: string[] }[],
): Promise<void> {
  if (opened.length === 0) return;
  await context.client.query({
    name: 'deadline-insert',
    text: `insert into record_deadline (owner_id, id, kind, record_id, deadline, due_at, next_at, remind_at)
      select $1, d.id, $2, $3, d.deadline, d.due_at, d.next_at, d.remind_at
      from jsonb_to_recordset($4::jsonb) as d (id uuid, deadline text, due_at timestamptz, next_at timestamptz, remind_at timestamptz[])`,
    values: [ownerId, register.id, recordId, JSON.stringify(opened.map(deadlineRow))],
  });
}

/** Platform and shared records have no owner: their trail belongs to the organisation of whoever changed them. */
export function leaveTrail(
  context: WriteContext,
  register: Register,
  act: string,
  view: { readonly id: string; readonly version: number },
  ownerId: string | null,
  details: Record<string, unknown>,
): void {
  const owner = ownerId ?? context.principal.organisationId ?? context.scope.organisations[0];
  if (owner === undefined) throw new Error('a change without an organisation has no trail');
  context.record({
    ownerId: owner,
    action: `${register.id}.${act}`,
    kind: register.id,
    recordId: view.id,
    recordVersion: view.version,
    details,
  });
  context.emit({
    name: `${register.id}.${act}`,
    ownerId: owner,
    recordId: view.id,
    payload: details,
  });
}
