import type { WriteContext } from '#kernel/command/context.ts';
import { type Subject, whoCanAct } from './subject.ts';

const standInsText = `
select distinct h.person_id from access.role_in_force h
where h.kind = 'substitute' and h.valid_from <= $4 and (h.valid_to is null or h.valid_to > $4)
  and (h.owner_id = any ($1::uuid[])
    or exists (select from case_party y where y.owner_id = $6 and y.case_id = $5 and y.organisation_id = h.owner_id and y.role in (h.role, 'any-member')))
  and (h.role = any ($2::text[]) or h.for_person_id = any ($3::uuid[])) and (h.case_id is null or h.case_id = $5)
order by h.person_id`;

/** Whoever stands in now for somebody who could take the next step. */
export async function standInsOf(context: WriteContext, subject: Subject): Promise<string[]> {
  const { roles, people } = whoCanAct(subject);
  const { ownerId, caseId = null, organisationId = null } = subject.about;
  const owners = [organisationId ?? ownerId];
  const parties =
    caseId === null || organisationId !== null ? [] : await partiesOf(context, ownerId, caseId);
  await context.changeScope([...new Set([ownerId, ...owners, ...parties])]);
  const { rows } = await context.client.query<{ person_id: string }>({
    name: 'deadline-stand-ins',
    text: standInsText,
    values: [owners, roles, people, context.now, caseId, ownerId],
  });
  await context.changeScope(context.scope.organisations);
  return rows.map((row) => row.person_id);
}

async function partiesOf(context: WriteContext, ownerId: string, caseId: string) {
  const { rows } = await context.client.query<{ organisation_id: string }>({
    name: 'deadline-parties',
    text: 'select organisation_id from case_party where owner_id = $1 and case_id = $2',
    values: [ownerId, caseId],
  });
  return rows.map((row) => row.organisation_id);
}
