import { z } from 'zod';
import { schemaOfFields } from '#engine/field-schema.ts';
import type { Fields } from '#engine/fields.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { decode, defineCommand } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, forbidden, notFound } from '#kernel/errors/app-error.ts';
import { performAction } from '#work/cases/perform-action.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { completeTaskInput, id } from '#work/contract.ts';
import { decideHandOff } from '#work/hand-offs/decide-hand-off.ts';
import { returnPlanned } from '#work/hand-offs/return-hand-off.ts';
import { formOf } from './kept-form.ts';
import { mayComplete } from './task-queries.ts';

interface OpenTask {
  owner_id: string;
  id: string;
  case_id: string | null;
  procedure: string | null;
  task: string;
  organisation_id: string;
  role: string;
  assignee_id: string | null;
  subject_id: string | null;
  state: string;
  form: Fields;
  version: number;
}

const input = completeTaskInput.extend({ taskId: id });

/**
 * Answers a task. The answer of a planned procedure's task flows back to the case that handed it off; an acceptance opens or declines
 * the hand-off.
 * @throws 404 when it is not visible, 403 naming the role, 409 when it is done already, 422 for the form.
 */
export function completeTask(catalogue: Catalogue) {
  return defineCommand({
    id: 'tasks.complete',
    input,
    authorise: (principal) =>
      authorise(principal, { permission: 'tasks:complete', roles: [anyMember] }),
    run: async (context, given) => {
      const task = await findTask(context, given.taskId);
      if (!mayComplete(context.principal, task)) {
        throw forbidden(`This task is for ${task.role}.`, { roles: [task.role] });
      }
      if (task.state !== 'open') throw conflict('task-not-open', `This task is ${task.state}.`);
      const answer = decode(
        schemaOfFields(formToAnswer(task, given.fields), { mode: 'create' }),
        given.fields ?? {},
        '/fields',
      ) as Record<string, unknown>;
      await context.client.query({
        name: 'task-complete',
        text: `update task set state = 'done', answer = $3::jsonb, done_at = $4, done_by = $5, version = version + 1
          where owner_id = $1 and id = $2`,
        values: [
          task.owner_id,
          task.id,
          JSON.stringify(answer),
          context.now,
          context.principal.personId,
        ],
      });
      context.record({
        ownerId: task.owner_id,
        action: 'task.complete',
        kind: 'task',
        recordId: task.case_id ?? task.id,
        recordVersion: task.version + 1,
        // Whoever stands in does what was another person's.
        onBehalfOf: task.assignee_id === context.principal.personId ? null : task.assignee_id,
        details: { task: task.task, taskId: task.id, answer, comment: given.comment ?? null },
      });
      context.emit({
        name: `task.${task.task}.complete`,
        ownerId: task.owner_id,
        recordId: task.id,
        payload: { caseId: task.case_id, subjectId: task.subject_id, answer },
      });
      await flowBack(context, catalogue, task, answer);
      return { id: task.id, state: 'done' as const };
    },
  });
}

/** Whoever declines says none of what an acceptance has to say. */
function formToAnswer({ task, form }: OpenTask, given: unknown): Fields {
  const declines = z.object({ decision: z.literal('decline') }).safeParse(given).success;
  if (!task.startsWith('accept:') || !declines) return form;
  const { decision, reason } = form;
  return { ...(decision && { decision }), ...(reason && { reason }) };
}

async function findTask(context: WriteContext, taskId: string): Promise<OpenTask> {
  const text = `select owner_id, id, case_id, procedure, task, organisation_id, role, assignee_id, subject_id, state, form, version
    from task where owner_id = any ($1::uuid[]) and id = $2 for update`;
  const own = await context.client.query<OpenTask>({
    text,
    values: [context.scope.organisations, taskId],
  });
  const found = own.rows[0];
  if (found !== undefined) return { ...found, form: formOf(found.form) };
  const shared = await context.client.query<{ owner_id: string }>({
    text: `select record_owner_id as owner_id from shared_with_me where owner_id = any ($1::uuid[]) and record_id = $2 and kind = 'task'`,
    values: [context.scope.organisations, taskId],
  });
  const owner = shared.rows[0]?.owner_id;
  if (owner === undefined) throw notFound('task');
  await context.changeScope([...context.scope.organisations, owner]);
  const other = await context.client.query<OpenTask>({ text, values: [[owner], taskId] });
  const row = other.rows[0];
  if (row === undefined) throw notFound('task');
  return { ...row, form: formOf(row.form) };
}

async function flowBack(
  context: WriteContext,
  catalogue: Catalogue,
  task: OpenTask,
  answer: Record<string, unknown>,
): Promise<void> {
  if (task.task.startsWith('planned:')) {
    const outcome = answer['outcome'] === 'not-achieved' ? 'not-achieved' : 'achieved';
    await returnPlanned(context, catalogue, task.owner_id, task.id, outcome, answer, {
      depth: 1,
      perform: performAction,
    });
  }
  if (task.task.startsWith('accept:') && task.subject_id !== null) {
    await decideHandOff(context, catalogue, task.owner_id, task.subject_id, {
      form: task.form,
      answer,
    });
  }
}
