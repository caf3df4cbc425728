import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineQuery } from '#kernel/command/command.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import { listInput, type Task } from '#work/contract.ts';
import { titlesOf } from '#work/paging.ts';
import { absenceOfTask } from './absence-sql.ts';
import { formOf } from './kept-form.ts';

const input = listInput.extend({
  assignee: z.literal('me').optional(),
  state: z.enum(['open', 'done', 'cancelled']).default('open'),
  caseId: z.string().max(40).optional(),
});

interface TaskRow {
  owner_id: string;
  id: string;
  case_id: string | null;
  case_title: string | null;
  procedure: string | null;
  task: string;
  organisation_id: string;
  role: string;
  assignee_id: string | null;
  subject: string | null;
  state: Task['state'];
  form: unknown;
  asked: string[];
  answer: Record<string, unknown> | null;
  absence: Task['absence'];
  due_at: Date | null;
  done_at: Date | null;
  done_by: string | null;
}

/** Tasks of the scope's organisations, the ones that are due first in front; `assignee=me` keeps those that this person may do. */
export const listTasks = defineQuery({
  id: 'tasks.list',
  input,
  authorise: (principal) => authorise(principal, { permission: 'tasks:read', roles: [anyMember] }),
  run: async (context, filters) => {
    const [afterDue, afterId] =
      filters.after === undefined ? [null, null] : decodeKey(filters.after, 2);
    const mine = filters.assignee === 'me';
    const { rows } = await context.client.query<TaskRow>({
      name: mine ? 'task-list-mine' : 'task-list',
      text: `
with visible as (
  select t.* from task t where t.owner_id = any ($1::uuid[]) and t.state = $2
  union
  select t.* from shared_with_me s join task t on t.owner_id = s.record_owner_id and t.id = s.record_id
  where s.owner_id = any ($1::uuid[]) and s.kind = 'task' and t.state = $2
)
select t.*, c.reference || ' ' || c.title as case_title, ${absenceOfTask('$9::timestamptz')} as absence from visible t
left join procedure_case c on c.owner_id = t.owner_id and c.id = t.case_id
where ($3::timestamptz is null or (coalesce(t.due_at, 'infinity'), t.id) > ($3::timestamptz, $4::uuid))
  and ($5::uuid is null or t.case_id = $5)
  ${mine ? 'and t.organisation_id = any ($1::uuid[]) and t.role = any ($7::text[]) and (t.assignee_id is null or t.assignee_id = $8 or t.assignee_id = any ($10::uuid[]))' : 'and ($7::text[] is not null) and ($8::uuid is null or true) and ($10::uuid[] is not null)'}
order by coalesce(t.due_at, 'infinity'), t.id limit $6`,
      values: [
        context.scope.organisations,
        filters.state,
        afterDue,
        afterId,
        filters.caseId ?? null,
        filters.limit + 1,
        rolesOf(context.principal),
        context.principal.personId,
        context.now,
        context.principal.holdings.flatMap(({ forPersonId }) => forPersonId ?? []),
      ],
    });
    const items = rows.slice(0, filters.limit).map((row) => taskOf(row, context.principal));
    const last = rows[filters.limit - 1];
    return {
      items,
      next:
        rows.length > filters.limit && last !== undefined
          ? encodeKey([last.due_at?.toISOString() ?? 'infinity', last.id])
          : null,
      total: null,
      titles: await titlesOf(context, {
        organisations: items.map((item) => item.ownerId),
        people: items.flatMap((item) => [item.assigneeId, item.doneBy]),
      }),
    };
  },
});

/** The roles a person acts in, `any-member` among them. */
export function rolesOf(principal: Principal): string[] {
  return [...new Set([anyMember, ...principal.holdings.map((holding) => holding.role)])];
}

/** True when the principal holds the task's role in the organisation that has to do it, and it is his, or that of somebody he stands in for. */
export function mayComplete(
  principal: Principal,
  task: { organisation_id: string; role: string; assignee_id: string | null },
): boolean {
  if (task.assignee_id !== null && task.assignee_id !== principal.personId) {
    return principal.holdings.some(
      ({ forPersonId, organisationId, role, caseId }) =>
        caseId === null &&
        forPersonId === task.assignee_id &&
        organisationId === task.organisation_id &&
        (task.role === anyMember || role === task.role),
    );
  }
  if (task.role === anyMember) return principal.organisationId === task.organisation_id;
  return principal.holdings.some(
    (holding) => holding.role === task.role && holding.organisationId === task.organisation_id,
  );
}

export function taskOf(row: TaskRow, principal: Principal): Task {
  return {
    id: row.id,
    caseId: row.case_id,
    task: row.task,
    caseTitle: row.case_title,
    procedure: row.procedure,
    state: row.state,
    ownerId: row.owner_id,
    role: row.role,
    assigneeId: row.assignee_id,
    subject: row.subject,
    dueAt: row.due_at?.toISOString() ?? null,
    doneAt: row.done_at?.toISOString() ?? null,
    doneBy: row.done_by,
    form: formOf(row.form),
    asked: row.asked,
    answer: row.answer,
    absence: row.absence,
    may: { complete: row.state === 'open' && mayComplete(principal, row) },
  };
}
