import { openRecord } from '#engine/decide.ts';
import type { ActorView, Opening as RecordOpening } from '#engine/decision.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { keepDates } from '#work/calendar/case-dates.ts';
import type { ActInput, CaseRow, Catalogue, ProcedureModule } from '#work/catalogue.ts';
import { openParallelTasks } from '#work/tasks/open-tasks.ts';
import { deadlineRow, mergeFields } from './apply-decision.ts';
import { referencePrefixOf } from './reference-prefix.ts';
import { refused } from './refused.ts';

export interface Opening {
  readonly procedure: string;
  readonly ownerId: string;
  readonly title: string;
  readonly label?: string | undefined;
  readonly tlp?: string | undefined;
  readonly fields: unknown;
  readonly actor: ActorView;
}

/** The owner's counter of the year gives the reference (`CH-2026-0042`); one statement, so two openings never get the same. */
const openText = `
with counter as (
  insert into case_reference_counter as c (owner_id, procedure, year, next) values ($1, $3, $4, 2)
  on conflict (owner_id, procedure, year) do update set next = c.next + 1
  returning next - 1 as number
), opened as (
  insert into procedure_case (owner_id, id, procedure, definition_version, reference, title, state, label, tlp, fields, due_at,
    opened_at, opened_by, updated_at, updated_by)
  select $1, $2, $3, $5, $6 || '-' || $4 || '-' || lpad(number::text, 4, '0'), $7, $8, $9, $10, $11::jsonb, $12, $13, $14, $13, $14
  from counter
  returning reference
), started as (
  insert into record_deadline (owner_id, id, kind, record_id, deadline, due_at, next_at, remind_at)
  select $1, d.id, 'case', $2, d.deadline, d.due_at, d.next_at, d.remind_at
  from jsonb_to_recordset($15::jsonb) as d (id uuid, deadline text, due_at timestamptz, next_at timestamptz, remind_at timestamptz[])
)
select reference from opened`;

/**
 * Opens a case in its initial state.
 * @throws 422 for fields that the definition does not know, 409 with the role that would do.
 */
export async function openCase(
  context: WriteContext,
  catalogue: Catalogue,
  opening: Opening,
): Promise<CaseRow> {
  const module = catalogue.procedures.get(opening.procedure);
  if (module === undefined) {
    throw invalidInput([
      {
        path: '/procedure',
        code: 'unknown',
        message: `There is no procedure ${opening.procedure}.`,
      },
    ]);
  }
  const { procedure } = module;
  const now = context.now.toISOString();
  const opened = openRecord(
    procedure,
    module.functions,
    opening.actor,
    { fields: opening.fields, parties: [opening.ownerId] },
    undefined,
    now,
  );
  if (!opened.ok) throw refused(procedure.id, 'open', opened.refusals);
  const inserted = await insertCase(context, module.procedure, opening, opened);
  const row = await runOpeningEffects(context, module, inserted);
  await keepDates(context, module, null, row);
  await openParallelTasks(context, module, opened.opensTasks, openingOf(row));
  context.record({
    ownerId: row.ownerId,
    action: `${procedure.id}.open`,
    kind: 'case',
    recordId: row.id,
    recordVersion: 1,
    details: { reference: row.reference, title: row.title, fields: row.fields },
  });
  context.emit({
    name: `${procedure.id}.open`,
    ownerId: row.ownerId,
    recordId: row.id,
    payload: { to: row.state, fields: row.fields, version: 1 },
  });
  return row;
}

function openingOf(row: CaseRow): ActInput {
  return {
    ...{ case: row, action: 'open', to: row.state, form: row.fields, comment: null },
    facts: undefined,
  };
}

/** What the definition lets an opening do: parties that take part from the start, fields that registers give. */
async function runOpeningEffects(
  context: WriteContext,
  module: ProcedureModule,
  row: CaseRow,
): Promise<CaseRow> {
  const computed: Record<string, unknown> = {};
  for (const name of module.procedure.onOpen ?? []) {
    const effect = module.effects?.[name];
    if (effect === undefined) throw new Error(`${module.procedure.id} has no effect ${name}`);
    Object.assign(computed, (await effect(context, openingOf(row))) ?? {});
  }
  if (Object.keys(computed).length === 0) return row;
  const fields = mergeFields(row.fields, computed);
  await context.client.query({
    name: 'case-open-fields',
    text: 'update procedure_case set fields = $3::jsonb where owner_id = $1 and id = $2',
    values: [row.ownerId, row.id, JSON.stringify(fields)],
  });
  return { ...row, fields };
}

async function insertCase(
  context: WriteContext,
  procedure: Procedure,
  opening: Opening,
  opened: Extract<RecordOpening, { ok: true }>,
): Promise<CaseRow> {
  const now = context.now.toISOString();
  const id = newId();
  const dueAt = opened.deadlines.opened.map((deadline) => deadline.dueAt).sort()[0] ?? null;
  const label = opening.label ?? 'LIMITED';
  const tlp = opening.tlp ?? 'AMBER';
  const result = await context.client.query<{ reference: string }>({
    name: 'case-open',
    text: openText,
    values: [
      opening.ownerId,
      id,
      procedure.id,
      context.now.getUTCFullYear(),
      procedure.version,
      referencePrefixOf(procedure),
      opening.title,
      opened.state,
      label,
      tlp,
      JSON.stringify(withoutNulls(opened.fields)),
      dueAt,
      context.now,
      opening.actor.person,
      JSON.stringify(opened.deadlines.opened.map(deadlineRow)),
    ],
  });
  return {
    ownerId: opening.ownerId,
    id,
    procedure: procedure.id,
    definitionVersion: procedure.version,
    reference: result.rows[0]?.reference ?? '',
    title: opening.title,
    state: opened.state,
    label,
    tlp,
    fields: withoutNulls(opened.fields),
    dueAt,
    openedAt: now,
    openedBy: opening.actor.person,
    closedAt: null,
    version: 1,
    updatedAt: now,
  };
}

function withoutNulls(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
