import type { ReadContext } from '#kernel/command/context.ts';
import { readUnder } from '#kernel/database/read-under.ts';
import type { CaseDetail } from '#work/contract.ts';
import { absentUntil } from '#work/tasks/absence-sql.ts';
import type { LoadedCase } from './load-case.ts';

type Away = CaseDetail['waitingFor'][number]['away'];

/** Whom somebody of another organisation waits for: those who hold an office there, or a person by name. */
export interface WaitedFor {
  readonly organisationId: string;
  readonly role: string;
  readonly personId: string | null;
}

/** That nobody is there: until when, or null where nobody holds the office at all. */
export interface NobodyThere extends WaitedFor {
  readonly until: string | null;
}

const inForce = `r.valid_from <= $2 and (r.valid_to is null or r.valid_to > $2) and (r.case_id is null or r.case_id = $3)`;
const ofOffice = `from access.role_in_force r where r.owner_id = y.organisation_id and r.role = y.role and ${inForce}`;

/** A substitute or delegate stands for whom was asked by name, as any other holder does for an office. */
const awayText = `
select y.organisation_id as "organisationId", y.role, y.person_id as "personId", min(h.until) as until
from jsonb_to_recordset($1::jsonb) as y (organisation_id uuid, role text, person_id uuid)
left join lateral (
  select ${absentUntil('r.owner_id', 'r.person_id', '$2')} as until ${ofOffice} and y.person_id is null
  union all
  select ${absentUntil('y.organisation_id', 'y.person_id', '$2')} where y.person_id is not null
  union all
  select null ${ofOffice} and r.for_person_id = y.person_id
) h on true
group by y.organisation_id, y.role, y.person_id
having count(*) filter (where h.until is null) = 0 or (y.person_id is null and not exists (select ${ofOffice}))`;

/**
 * Of those who are waited for in other organisations, the ones where nobody can act. Who they are is for their organisation to say; that nothing
 * can come from there is for everybody who waits.
 */
export async function nobodyThere(
  context: ReadContext,
  caseId: string,
  asked: readonly WaitedFor[],
): Promise<NobodyThere[]> {
  if (asked.length === 0) return [];
  const organisations = [...new Set(asked.map(({ organisationId }) => organisationId))];
  const { rows } = await readUnder(context, organisations, () =>
    context.client.query<NobodyThere>({
      name: 'nobody-there',
      text: awayText,
      values: [
        JSON.stringify(
          asked.map(({ organisationId, role, personId }) => ({
            ...{ organisation_id: organisationId, role, person_id: personId },
          })),
        ),
        ...[context.now, caseId],
      ],
    }),
  );
  return rows;
}

/**
 * Parties of a case for which a role is waited for and where nobody can act in it: all who hold it are away, or nobody does.
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
  const found = await nobodyThere(
    context,
    row.id,
    asked.map(({ organisationId, role }) => ({ organisationId, role, personId: null })),
  );
  const away = new Map<string, Away[number][]>();
  for (const { role, organisationId, until } of found) {
    away.set(role, [...(away.get(role) ?? []), { organisationId, until }]);
  }
  return away;
}
