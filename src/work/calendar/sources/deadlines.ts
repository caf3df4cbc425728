import { amongSharers } from '#work/cases/among-sharers.ts';
import { waitingStates } from '#work/cases/case-filters.ts';
import { type CalendarSource, iso, type SourcedEntry, windowValues } from '../calendar-source.ts';

/**
 * A case is due when the first of its deadlines is. `$7` on say where cases wait for the reader: states in which one of his roles can act, in
 * his own organisation or as a party, and cases in which authority was delegated to him.
 */
const text = `
with mine as materialized (
  select * from unnest($8::uuid[], $9::text[], $10::text[], $11::text[]) as w (organisation_id, procedure, state, role)
), due as materialized (
  select c.owner_id, c.id, c.procedure, c.reference, c.title, c.state, c.label, c.tlp, c.due_at from procedure_case c
  where c.owner_id = any ($1::uuid[]) and c.closed_at is null and c.due_at >= $2 and c.due_at < $3
    and (not $7 or c.id = any ($12::uuid[]) or exists (select from mine w
      where w.organisation_id = c.owner_id and w.procedure = c.procedure and w.state = c.state))
  union
  select c.owner_id, c.id, c.procedure, c.reference, c.title, c.state, c.label, c.tlp, c.due_at
  from shared_with_me s join procedure_case c on c.owner_id = s.record_owner_id and c.id = s.record_id
  where s.owner_id = any ($1::uuid[]) and s.kind = 'case' and c.closed_at is null and c.due_at >= $2 and c.due_at < $3
    and (not $7 or c.id = any ($12::uuid[]) or exists (select from case_party p join mine w
        on w.organisation_id = p.organisation_id and w.role = p.role
      where p.owner_id = c.owner_id and p.case_id = c.id and w.procedure = c.procedure and w.state = c.state))
)
select id::text collate "C" as key, ${iso('due_at')} as "startsAt", null as "endsAt", false as "allDay", title, reference,
  'procedure.' || procedure as owner,
  (select d.deadline from record_deadline d where d.owner_id = due.owner_id and d.record_id = due.id and d.state in ('running', 'fired')
    order by d.due_at limit 1) as name,
  state, true as due, 'case' as "recordKind", id as "recordId", id as "caseId", owner_id as "organisationId", label, tlp
from due
where ($4::timestamptz is null or (due_at, id::text collate "C") > ($4::timestamptz, $5::text))
order by due_at, id::text collate "C" limit $6`;

/** When cases are due that wait for the reader. */
export const deadlinesSource: CalendarSource = {
  kind: 'deadline',
  entries: async (context, catalogue, window) => {
    const { holdings } = context.principal;
    const procedures = [...catalogue.versions.values()].map(({ procedure }) => procedure);
    const waiting = window.of === 'me' ? waitingStates(procedures, holdings) : [];
    const statement = {
      name: 'calendar-deadlines',
      text,
      values: [
        ...windowValues(context.scope.organisations, window),
        window.of === 'me',
        waiting.map(({ organisationId }) => organisationId),
        waiting.map(({ procedure }) => procedure),
        waiting.map(({ state }) => state),
        waiting.map(({ role }) => role),
        holdings.flatMap(({ caseId }) => caseId ?? []),
      ],
    };
    const read = async () => (await context.client.query<SourcedEntry>(statement)).rows;
    return window.of === 'me' ? amongSharers(context, read) : read();
  },
};
