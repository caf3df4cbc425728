import { type CalendarSource, iso, type SourcedEntry, windowValues } from '../calendar-source.ts';

/** Cases that the reader's organisations own, by the index of dates, and those that were shared with them. */
const text = `
with dated as materialized (
  select c.owner_id, c.id, c.procedure, c.reference, c.title, c.state, c.label, c.tlp, c.dates from procedure_case c
  where c.owner_id = any ($1::uuid[]) and c.dates_to >= $2 and c.dates_from < $3
  union all
  select c.owner_id, c.id, c.procedure, c.reference, c.title, c.state, c.label, c.tlp, c.dates
  from shared_with_me s join procedure_case c on c.owner_id = s.record_owner_id and c.id = s.record_id
  where s.owner_id = any ($1::uuid[]) and s.kind = 'case' and c.owner_id <> all ($1::uuid[]) and c.dates_to >= $2 and c.dates_from < $3
), entry as (
  select distinct on (c.id, d.field) c.*, d.field, d."startsAt", d."endsAt", d."allDay", d."takesPlace", (c.id::text || ':' || d.field) collate "C" as key
  from dated c cross join lateral jsonb_to_recordset(c.dates)
    as d (field text, "startsAt" timestamptz, "endsAt" timestamptz, "allDay" boolean, "takesPlace" boolean)
  where d."startsAt" < $3 and coalesce(d."endsAt", d."startsAt") >= $2
)
select key, ${iso('"startsAt"')} as "startsAt", ${iso('"endsAt"')} as "endsAt", "allDay", title, reference, 'procedure.' || procedure as owner, case when "takesPlace" then null else field end as name, state, false as due,
  'case' as "recordKind", id as "recordId", id as "caseId", owner_id as "organisationId", label, tlp
from entry
where ($4::timestamptz is null or ("startsAt", key) > ($4::timestamptz, $5::text))
order by entry."startsAt", key limit $6`;

/** When what cases are about takes place: meetings, missions, the force of terms; as their procedures tell. */
export const caseDatesSource: CalendarSource = {
  kind: 'event',
  entries: async (context, _catalogue, window) => {
    const { rows } = await context.client.query<SourcedEntry>({
      name: 'calendar-case-dates',
      text,
      values: [...windowValues(context.scope.organisations, window)],
    });
    return rows;
  },
};
