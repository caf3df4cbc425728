import type { Accepted } from '#engine/decision.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { staleVersion } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';

/**
 * One statement writes the new state with everything that follows from it in the case's own tables. The version guards against a
 * change since the case was read; the row is locked, so that it can only fail when the caller did not lock.
 */
const applyText = `
with changed as (
  update procedure_case set state = $3, fields = $4::jsonb, closed_at = $6, due_at = least($5::timestamptz,
    (select min(d.due_at) from record_deadline d where d.owner_id = $1 and d.record_id = $2 and d.state in ('running', 'fired')
      and d.deadline <> all ($17::text[]) and $6::timestamptz is null)), outcome = $7, title = $8,
    version = version + 1, updated_at = $9, updated_by = $10
  where owner_id = $1 and id = $2 and version = $11
  returning version, due_at
), performed as (
  insert into case_performed (owner_id, case_id, id, action, person_id, on_behalf_of, organisation_id, from_state, to_state, at)
  select $1, $2, $12, $13, $10, $14, $15, $16, $3, $9 from changed
), ended as (
  update record_deadline set state = case when deadline = any ($17::text[]) then 'met' else 'closed' end, next_at = null
  where owner_id = $1 and record_id = $2 and state in ('running', 'fired')
    and (deadline = any ($17::text[]) or $6::timestamptz is not null)
), started as (
  insert into record_deadline (owner_id, id, kind, record_id, deadline, due_at, next_at, remind_at)
  select $1, d.id, 'case', $2, d.deadline, d.due_at, d.next_at, d.remind_at
  from jsonb_to_recordset($18::jsonb) as d (id uuid, deadline text, due_at timestamptz, next_at timestamptz, remind_at timestamptz[])
), approved as (
  insert into case_approval (owner_id, case_id, id, action, person_id, on_behalf_of, organisation_id, at, hash, frozen)
  select $1, $2, $19, $13, $10, $14, $15, $9, $20, $21::jsonb from changed where $20::text is not null
), over as (
  update task set state = 'cancelled', version = version + 1
  where owner_id = $1 and case_id = $2 and state = 'open' and $6::timestamptz is not null and task not like 'planned:%'
)
select version, due_at from changed`;

export interface Applied {
  readonly procedure: Procedure;
  readonly row: CaseRow;
  readonly decision: Accepted;
  readonly action: string;
  readonly actor: {
    readonly person: string | null;
    readonly onBehalfOf: string | null;
    readonly organisation: string | null;
  };
  /** Computed values that effects gave. */
  readonly computed: Readonly<Record<string, unknown>>;
  readonly material: Readonly<Record<string, unknown>> | null;
}

/** @throws 412 when the case changed since it was loaded without a lock. Returns the case as it is now. */
export async function applyDecision(context: WriteContext, applied: Applied): Promise<CaseRow> {
  const { procedure, row, decision, actor } = applied;
  const fields = mergeFields(row.fields, { ...decision.writes, ...applied.computed });
  const final = procedure.states[decision.to]?.kind === 'final';
  const outcome = final ? (procedure.states[decision.to]?.outcome ?? null) : null;
  // The case is due when the first of its deadlines is: of those that start now, and of those that run on.
  const dueAt = decision.deadlines.opened.map((deadline) => deadline.dueAt).sort()[0] ?? null;
  const closedAt = final ? context.now : null;
  const result = await context.client.query<{ version: number; due_at: Date | null }>({
    name: 'case-apply',
    text: applyText,
    values: [
      row.ownerId,
      row.id,
      decision.to,
      JSON.stringify(fields),
      dueAt,
      closedAt,
      outcome,
      titleOf(fields, row.title),
      context.now,
      actor.person,
      row.version,
      newId(),
      applied.action,
      actor.onBehalfOf,
      actor.organisation,
      decision.from,
      decision.deadlines.closed,
      JSON.stringify(decision.deadlines.opened.map((opened) => deadlineRow(opened))),
      newId(),
      decision.approval?.hash ?? null,
      applied.material === null ? null : JSON.stringify(applied.material),
    ],
  });
  const written = result.rows[0];
  if (written === undefined) throw staleVersion(row.version);
  return {
    ...row,
    fields,
    state: decision.to,
    title: titleOf(fields, row.title),
    dueAt: written.due_at?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    version: written.version,
    updatedAt: context.now.toISOString(),
  };
}

/** A deadline as a row; the next thing that happens is its first reminder, or else the deadline itself. */
export function deadlineRow(opened: { deadline: string; dueAt: string; remindAt: string[] }) {
  return {
    id: newId(),
    deadline: opened.deadline,
    due_at: opened.dueAt,
    next_at: opened.remindAt[0] ?? opened.dueAt,
    remind_at: opened.remindAt,
  };
}

/** Null clears a field; absent ones stay. */
export function mergeFields(
  before: Readonly<Record<string, unknown>>,
  writes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(writes)) {
    if (value === null || value === undefined) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}

function titleOf(fields: Readonly<Record<string, unknown>>, title: string): string {
  return typeof fields['title'] === 'string' ? fields['title'] : title;
}
