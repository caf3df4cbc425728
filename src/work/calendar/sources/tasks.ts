import { rolesOf } from '#work/tasks/task-queries.ts';
import { type CalendarSource, iso, type SourcedEntry, windowValues } from '../calendar-source.ts';

const text = `
with due as materialized (
  select t.* from task t
  where t.owner_id = any ($1::uuid[]) and t.state = 'open' and t.due_at >= $2 and t.due_at < $3
    and (not $7 or t.organisation_id = any ($1::uuid[]) and t.role = any ($8::text[]))
  union
  select t.* from shared_with_me s join task t on t.owner_id = s.record_owner_id and t.id = s.record_id
  where s.owner_id = any ($1::uuid[]) and s.kind = 'task' and t.state = 'open' and t.due_at >= $2 and t.due_at < $3
    and (not $7 or t.organisation_id = any ($1::uuid[]) and t.role = any ($8::text[]))
)
select t.id::text collate "C" as key, ${iso('t.due_at')} as "startsAt", null as "endsAt", false as "allDay",
  coalesce(c.title, case when t.subject ~ '^[0-9a-f-]{36}$' then null else t.subject end, '') as title, c.reference, 'procedure.' || t.procedure as owner, t.task as name, null as state, true as due,
  case when t.case_id is null then 'task' else 'case' end as "recordKind", coalesce(t.case_id, t.id) as "recordId",
  t.case_id as "caseId", t.organisation_id as "organisationId",
  -- A task carries no label of its own; where its case cannot be seen, nothing of it may leave.
  coalesce(c.label, 'LIMITED') as label, coalesce(c.tlp, 'AMBER') as tlp
from due t left join procedure_case c on c.owner_id = t.owner_id and c.id = t.case_id
where (not $7 or t.assignee_id is null or t.assignee_id = $9)
  and ($4::timestamptz is null or (t.due_at, t.id::text collate "C") > ($4::timestamptz, $5::text))
order by t.due_at, t.id::text collate "C" limit $6`;

/** When tasks are due that the reader may do. */
export const tasksSource: CalendarSource = {
  kind: 'task',
  entries: async (context, _catalogue, window) => {
    const { rows } = await context.client.query<SourcedEntry>({
      name: 'calendar-tasks',
      text,
      values: [
        ...windowValues(context.scope.organisations, window),
        window.of === 'me',
        rolesOf(context.principal),
        context.principal.personId,
      ],
    });
    return rows;
  },
};
