import type { ReadContext } from '#kernel/command/context.ts';
import { readUnder } from '#kernel/database/read-under.ts';
import type { CaseDetail } from '#work/contract.ts';
import { absentUntil } from '#work/tasks/absence-sql.ts';
import type { LoadedCase } from './load-case.ts';

type Away = CaseDetail['waitingFor'][number]['away'];

const awayText = `
select y.organisation_id as "organisationId", y.role, min(h.until) as until
from jsonb_to_recordset($1::jsonb) as y (organisation_id uuid, role text)
left join lateral (select ${absentUntil('r.owner_id', 'r.person_id', '$2')} as until
  from access.role_in_force r where r.owner_id = y.organisation_id and r.role = y.role and r.valid_from <= $2
    and (r.valid_to is null or r.valid_to > $2) and (r.case_id is null or r.case_id = $3)) h on true
group by y.organisation_id, y.role having count(*) filter (where h.until is null) = 0 or not exists (
  select from access.role_in_force r where r.owner_id = y.organisation_id and r.role = y.role and r.valid_from <= $2
    and (r.valid_to is null or r.valid_to > $2) and (r.case_id is null or r.case_id = $3))`;

/**
 * Parties of a case for which a role is waited for and where nobody can act in it: all who hold it are away, or nobody does. Who they are is for
 * the party itself to say; that nothing can come from there is for everybody who waits.
 * @returns by role; `until` is null where nobody holds it
 */
export async function awayParties(
  context: ReadContext,
  { row, parties }: Pick<LoadedCase, 'row' | 'parties'>,
  roles: readonly string[],
): Promise<ReadonlyMap<string, Away>> {
  const asked = parties.filter(
    ({ organisationId, role }) => organisationId !== row.ownerId && roles.includes(role),
  );
  const away = new Map<string, Away[number][]>();
  if (asked.length === 0) return away;
  const organisations = [...new Set(asked.map(({ organisationId }) => organisationId))];
  const { rows } = await readUnder(context, organisations, () =>
    context.client.query<Away[number] & { role: string }>({
      name: 'case-away-parties',
      text: awayText,
      values: [
        JSON.stringify(
          asked.map(({ organisationId, role }) => ({ organisation_id: organisationId, role })),
        ),
        ...[context.now, row.id],
      ],
    }),
  );
  for (const { role, ...one } of rows) away.set(role, [...(away.get(role) ?? []), one]);
  return away;
}
