import { addDuration } from '#engine/duration.ts';
import type { Fields } from '#engine/fields.ts';
import type { ParallelTask } from '#engine/procedure.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import type { ActInput, CaseRow, ProcedureModule, TaskTarget } from '#work/catalogue.ts';
import { keptForm } from './kept-form.ts';

export interface TaskDraft extends TaskTarget {
  readonly ownerId: string;
  readonly caseId: string | null;
  readonly procedure: string | null;
  readonly task: string;
  readonly role: string;
  readonly required?: boolean;
  readonly form?: Fields;
  /** What is asked, in words that stand above the form. */
  readonly asked?: readonly string[];
  readonly clause: string;
  readonly dueAt: string | null;
}

const insertText = `
with opened as (
  insert into task (owner_id, id, case_id, procedure, task, organisation_id, role, assignee_id, subject, subject_kind, subject_id,
    required, form, asked, clause, due_at, audience, created_at)
  select t.owner_id, t.id, t.case_id, t.procedure, t.task, t.organisation_id, t.role, t.assignee_id, t.subject, t.subject_kind,
    t.subject_id, t.required, t.form, t.asked, t.clause, t.due_at,
    case when t.organisation_id = t.owner_id then '{}' else array[t.organisation_id] end, $2
  from jsonb_to_recordset($1::jsonb) as t (owner_id uuid, id uuid, case_id uuid, procedure text, task text, organisation_id uuid,
    role text, assignee_id uuid, subject text, subject_kind text, subject_id uuid, required boolean, form jsonb, asked text[], clause text,
    due_at timestamptz)
  returning owner_id, id, organisation_id
)
insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since)
select organisation_id, 'task', id::text, id, owner_id, $2 from opened where organisation_id <> owner_id`;

/** Writes tasks in one statement; one for another organisation appears in its own list too. Returns their ids. */
export async function insertTasks(
  context: WriteContext,
  drafts: readonly TaskDraft[],
): Promise<string[]> {
  if (drafts.length === 0) return [];
  const rows = drafts.map((draft) => ({
    owner_id: draft.ownerId,
    id: newId(),
    case_id: draft.caseId,
    procedure: draft.procedure,
    task: draft.task,
    organisation_id: draft.organisationId,
    role: draft.role,
    assignee_id: draft.assigneeId ?? null,
    subject: draft.subject ?? null,
    subject_kind: draft.subjectKind ?? null,
    subject_id: draft.subjectId ?? null,
    required: draft.required ?? true,
    form: keptForm(draft.form ?? {}),
    asked: draft.asked ?? [],
    clause: draft.clause,
    due_at: draft.dueAt,
  }));
  await context.client.query({
    name: 'task-insert',
    text: insertText,
    values: [JSON.stringify(rows), context.now],
  });
  return rows.map((row) => row.id);
}

/** Opens the parallel tasks that start with a state; an earlier round of the same task is over. */
export async function openParallelTasks(
  context: WriteContext,
  module: ProcedureModule,
  names: readonly string[],
  input: ActInput,
): Promise<void> {
  if (names.length === 0) return;
  await context.client.query({
    name: 'task-cancel-round',
    text: `update task set state = 'cancelled', version = version + 1
      where owner_id = $1 and case_id = $2 and task = any ($3::text[]) and state <> 'cancelled'`,
    values: [input.case.ownerId, input.case.id, names],
  });
  const drafts: TaskDraft[] = [];
  for (const name of names) {
    const declared = module.procedure.tasks?.[name];
    if (declared === undefined) throw new Error(`${module.procedure.id} has no task ${name}`);
    const dueAt = dueOf(declared, module, input, context);
    for (const target of await targetsOf(context, module, declared, input)) {
      drafts.push({
        ...target,
        ownerId: input.case.ownerId,
        caseId: input.case.id,
        procedure: module.procedure.id,
        task: name,
        role: declared.role,
        form: declared.form ?? {},
        clause: declared.clause,
        dueAt,
      });
    }
  }
  await insertTasks(context, drafts);
}

async function targetsOf(
  context: WriteContext,
  module: ProcedureModule,
  declared: ParallelTask,
  input: ActInput,
): Promise<TaskTarget[]> {
  if (declared.forEach === undefined) return [{ organisationId: input.case.ownerId }];
  const targets = module.targets?.[declared.forEach];
  if (targets === undefined) throw new Error(`${module.procedure.id} has no ${declared.forEach}`);
  return targets(context, input);
}

function dueOf(
  declared: ParallelTask,
  module: ProcedureModule,
  input: ActInput,
  context: WriteContext,
): string | null {
  if (declared.within === undefined) return null;
  const now = context.now.toISOString();
  if (typeof declared.within === 'string') return addDuration(now, declared.within);
  const compute = module.functions.durations?.[declared.within.by];
  if (compute === undefined) throw new Error(`${module.procedure.id} has no ${declared.within.by}`);
  return addDuration(now, compute(guardInput(input.case, input, now)));
}

function guardInput(row: CaseRow, input: ActInput, now: string) {
  return {
    record: {
      state: row.state,
      fields: row.fields,
      openedBy: row.openedBy,
      performed: [],
      tasks: [],
      handOffs: [],
      approvals: [],
      parties: [row.ownerId],
    },
    facts: input.facts,
    actor: {
      person: null,
      via: 'system' as const,
      onBehalfOf: null,
      organisation: null,
      roles: [],
    },
    fields: input.form,
    now,
  };
}
