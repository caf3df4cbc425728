import { decide } from '#engine/decide.ts';
import type { ActorView, RecordView as EngineRecord } from '#engine/decision.ts';
import { lifeCycleOfRegister } from '#engine/define.ts';
import type { Register } from '#engine/register.ts';
import { rolesFor } from '#kernel/access/principal.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { notFound, staleVersion } from '#kernel/errors/app-error.ts';
import { deadlineRow } from '#work/cases/apply-decision.ts';
import { refused } from '#work/cases/refused.ts';
import type { RegisterModule } from '#work/catalogue.ts';
import type { RecordView } from '#work/contract.ts';
import { parameterOf, type RegisterRow, sqlOf, viewOf } from './register-sql.ts';
import { explained, leaveTrail } from './write-record.ts';

/** The record as the engine sees it. Who performed what on it comes from its trail, for the segregation of duties. */
export async function engineView(
  context: ReadContext,
  module: RegisterModule,
  row: RegisterRow,
): Promise<EngineRecord> {
  const view = viewOf(module.register, row);
  const { rows } = await context.client.query<{
    action: string;
    person: string;
    on_behalf_of: string | null;
    at: Date;
  }>({
    name: 'record-performed',
    text: `select action, person_id as person, on_behalf_of, at from trail_entry
      where owner_id = $1 and record_id = $2 and person_id is not null order by id`,
    values: [view.ownerId ?? context.principal.organisationId, view.id],
  });
  const prefix = `${module.register.id}.`;
  return {
    state: view.state ?? '',
    fields: view.fields,
    openedBy: view.createdBy,
    performed: rows.map((entry) => ({
      action: entry.action.startsWith(prefix) ? entry.action.slice(prefix.length) : entry.action,
      person: entry.person,
      onBehalfOf: entry.on_behalf_of,
      organisation: view.ownerId ?? '',
      at: entry.at.toISOString(),
    })),
    tasks: [],
    handOffs: [],
    approvals: [],
    parties: view.ownerId === undefined ? [] : [view.ownerId],
  };
}

/**
 * The principal's roles for one record of a register: those held in its owner's organisation, and those of an organisation that takes part.
 * `owner` stands for the person that an `owner` field names.
 */
export function actorForRecord(
  context: ReadContext,
  register: Register,
  view: RecordView,
): ActorView {
  const { principal } = context;
  const organisationIds =
    view.ownerId === undefined ? principal.holdings.map((h) => h.organisationId) : [view.ownerId];
  const roles = new Set(rolesFor(principal, { organisationIds }).map((holding) => holding.role));
  const { takesPart } = register;
  if (takesPart !== undefined) {
    const party = String(view.fields[takesPart.field]);
    for (const { role } of rolesFor(principal, { organisationIds: [party] })) {
      if (takesPart.roles.includes(role)) roles.add(role);
    }
  }
  if (principal.organisationId !== null && organisationIds.includes(principal.organisationId)) {
    roles.add('any-member');
  }
  if (view.fields['owner'] !== undefined && view.fields['owner'] === principal.personId)
    roles.add('owner');
  if (view.fields['person'] !== undefined && view.fields['person'] === principal.personId)
    roles.add('person');
  return {
    person: principal.personId,
    via: principal.kind === 'system' ? 'system' : 'person',
    onBehalfOf: null,
    organisation: principal.organisationId,
    roles: [...roles],
  };
}

/**
 * Performs an action of a register's life cycle on one record: the only way its state changes.
 * @throws 409 with the refusals, 412 when it changed meanwhile.
 */
export async function actOnRecord(
  context: WriteContext,
  module: RegisterModule,
  row: RegisterRow,
  act: {
    readonly action: string;
    readonly comment: string | null;
    readonly fields: unknown;
    readonly actor?: ActorView;
  },
): Promise<RecordView> {
  const { register } = module;
  const before = viewOf(register, row);
  const engineRecord = await engineView(context, module, row);
  const definition = lifeCycleOfRegister(register);
  if (definition === null) throw notFound('action');
  const decision = decide(
    definition,
    module.functions ?? { guards: {} },
    engineRecord,
    act.actor ?? actorForRecord(context, register, before),
    act.action,
    { comment: act.comment, fields: act.fields },
    undefined,
    context.now.toISOString(),
  );
  if (!decision.ok) throw refused(register.id, act.action, decision.refusals);
  const acted: Record<string, unknown> = { ...decision.writes };
  for (const name of decision.effects) {
    const effect = module.effects?.[name];
    if (effect === undefined) throw new Error(`${register.id} has no effect ${name}`);
    Object.assign(
      acted,
      await effect(context, {
        id: row.id,
        ownerId: before.ownerId ?? null,
        fields: before.fields,
        action: act.action,
        to: decision.to,
        form: decision.form,
        comment: act.comment,
      }),
    );
  }
  const view = await writeState(context, module, row, decision.to, acted);
  await moveDeadlines(context, register.id, view, decision.deadlines);
  const ownerId = view.ownerId ?? null;
  await module.changed?.(context, {
    register,
    kind: 'action',
    id: view.id,
    ownerId,
    before: before.fields,
    after: view.fields,
  });
  leaveTrail(context, register, act.action, view, ownerId, {
    from: decision.from,
    to: decision.to,
    ...(act.comment === null ? {} : { comment: act.comment }),
    ...(Object.keys(decision.form).length === 0 ? {} : { form: decision.form }),
  });
  return view;
}

/** The only statement that writes the state of a register's record. @throws 412 when it changed meanwhile. */
async function writeState(
  context: WriteContext,
  module: RegisterModule,
  row: RegisterRow,
  to: string,
  acted: Readonly<Record<string, unknown>>,
): Promise<RecordView> {
  const { register } = module;
  const { fields } = viewOf(register, row);
  const writes = { ...acted, ...module.derive?.({ ...fields, ...acted }) };
  const { columns, selected } = sqlOf(register);
  const values: unknown[] = [row.id, row.version, context.now, context.principal.personId, to];
  const sets = columns
    .filter((column) => Object.hasOwn(writes, column.field))
    .map(
      (column) =>
        `${column.column} = $${values.push(parameterOf(column.type, writes[column.field]))}`,
    );
  const owned =
    register.class === 'tenant' ? `and r.owner_id = $${values.push(row['owner_id'])}` : '';
  const result = await context.client
    .query<RegisterRow>({
      text: `update ${register.table} as r set ${['state = $5', ...sets].join(', ')}, version = r.version + 1, updated_at = $3,
        updated_by = $4 where r.id = $1 and r.version = $2 ${owned} returning ${selected}`,
      values,
    })
    .catch((error: unknown) => {
      throw explained(error);
    });
  const changed = result.rows[0];
  if (changed === undefined) throw staleVersion(row.version);
  return viewOf(register, changed);
}

async function moveDeadlines(
  context: WriteContext,
  kind: string,
  view: RecordView,
  deadlines: {
    opened: { deadline: string; dueAt: string; remindAt: string[] }[];
    closed: string[];
  },
): Promise<void> {
  if (deadlines.opened.length + deadlines.closed.length === 0 || view.ownerId === undefined) return;
  await context.client.query({
    name: 'deadline-move',
    text: `with ended as (
        update record_deadline set state = 'met', next_at = null
        where owner_id = $1 and record_id = $2 and state in ('running', 'fired') and deadline = any ($3::text[])
      )
      insert into record_deadline (owner_id, id, kind, record_id, deadline, due_at, next_at, remind_at)
      select $1, d.id, $4, $2, d.deadline, d.due_at, d.next_at, d.remind_at
      from jsonb_to_recordset($5::jsonb) as d (id uuid, deadline text, due_at timestamptz, next_at timestamptz, remind_at timestamptz[])`,
    values: [
      view.ownerId,
      view.id,
      deadlines.closed,
      kind,
      JSON.stringify(deadlines.opened.map(deadlineRow)),
    ],
  });
}
