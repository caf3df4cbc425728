const iso = (expression: string) =>
  `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Until when a person is away from an organisation, as text; null for somebody who is there. */
export function absentUntil(owner: string, person: string, now: string): string {
  return `(select ${iso('max(a.ends_at)')} from absence a
    where a.owner_id = ${owner} and a.person = ${person} and a.starts_at <= ${now} and a.ends_at > ${now})`;
}

/**
 * Of an open task `t`: that nobody whom it waits for is there, until when, and who stands in. It waits for its assignee, or for the holders of
 * its role; a substitute holds the role himself, so that a task of the role waits for nobody while one is there.
 */
export function absenceOfTask(now: string): string {
  const held = `h.owner_id = t.organisation_id and h.valid_from <= ${now} and (h.valid_to is null or h.valid_to > ${now})`;
  return `case when t.state <> 'open' then null when t.assignee_id is not null then (
    select jsonb_build_object('until', away.until, 'substitutes', coalesce((select jsonb_agg(distinct p.name)
      from access.role_in_force h join person p on p.id = h.person_id
      where ${held} and h.kind = 'substitute' and h.for_person_id = t.assignee_id and t.role in (h.role, 'any-member')), '[]'))
    from (select ${absentUntil('t.organisation_id', 't.assignee_id', now)} as until) away where away.until is not null)
  else (
    select jsonb_build_object('until', min(away.until), 'substitutes', '[]'::jsonb)
    from (select ${absentUntil('t.organisation_id', 'h.person_id', now)} as until
      from access.role_in_force h where ${held} and h.role = t.role and h.case_id is null) away
    having count(*) > 0 and bool_and(away.until is not null))
  end`;
}
