import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { partiesOf } from './case-record.ts';
import { manager } from './fields.ts';

/**
 * The context in which the mission's requests are sent: in the contractor's name, which executes the mission (R-FFM-5) and reads the answers,
 * even where the LISO's approval is what sends them. The trail names whoever really acted.
 */
export async function asContractor(
  context: WriteContext,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<WriteContext> {
  const [contractor = row.ownerId] = await partiesOf(context, row, manager);
  const { principal } = context;
  if (principal.organisationId === contractor) return context;
  const { rows } = await context.client.query<{ person: string }>({
    name: 'mission-executor',
    text: `select person_id as person from case_performed where owner_id = $1 and case_id = $2 and organisation_id = $3
        and action in ('accept', 'submit-programme') and person_id is not null order by id desc limit 1`,
    values: [row.ownerId, row.id, contractor],
  });
  const personId = rows[0]?.person ?? principal.personId;
  return { ...context, principal: { ...principal, personId, organisationId: contractor } };
}
