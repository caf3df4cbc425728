import { rolesOf } from '#work/tasks/task-queries.ts';
import { type CalendarSource, iso, type SourcedEntry, windowValues } from '../calendar-source.ts';

/** Whose answer is owed: `me` the reader's own, otherwise that of every recipient whom the reader may see. */
const text = `
with due as materialized (
  select r.owner_id, r.id, r.request_id, r.organisation_id, r.due_at from (
    select r.* from request_recipient r
    where r.owner_id = any ($1::uuid[]) and r.open and r.due_at >= $2 and r.due_at < $3
    union all
    select r.* from shared_with_me s join request_recipient r on r.owner_id = s.record_owner_id and r.id = s.record_id
    where s.owner_id = any ($1::uuid[]) and s.kind = 'request-recipient' and r.owner_id <> all ($1::uuid[]) and r.open
      and r.due_at >= $2 and r.due_at < $3) r
  where r.state not in ('done', 'declined')
    and (not $7 or r.organisation_id = any ($1::uuid[]) and r.role = any ($8::text[]) and (r.person_id is null or r.person_id = $9))
), asked as (
  select d.owner_id, d.request_id, min(d.due_at) as due_at, min(d.organisation_id::text)::uuid as organisation_id
  from due d group by d.owner_id, d.request_id
)
select q.id::text collate "C" as key, ${iso('a.due_at')} as "startsAt", null as "endsAt", false as "allDay", q.subject as title, q.reference,
  'procedure.' || q.procedure as owner, q.kind as name, null as state, true as due, 'request' as "recordKind", q.id as "recordId",
  q.case_id as "caseId", q.sender_id as "organisationId", q.label, q.tlp
from asked a join request q on q.owner_id = a.owner_id and q.id = a.request_id
where ($4::timestamptz is null or (a.due_at, q.id::text collate "C") > ($4::timestamptz, $5::text))
order by a.due_at, q.id::text collate "C" limit $6`;

/** When answers are due that were asked of the reader. */
export const requestsSource: CalendarSource = {
  kind: 'request',
  entries: async (context, _catalogue, window) => {
    const { rows } = await context.client.query<SourcedEntry>({
      name: 'calendar-requests',
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
