import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { concernedAdministrations } from '../concerned.ts';
import { contractorOf, scopeOf } from '../scope.ts';

/** Organisations that take part in the meeting in one of the roles, or in any. */
export async function partiesOf(
  context: Pick<ReadContext, 'client'>,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
  role: string | null = null,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'meeting-parties',
    text: `select distinct organisation_id as id from case_party
      where owner_id = $1 and case_id = $2 and ($3::text is null or role = $3)`,
    values: [row.ownerId, row.id, role],
  });
  return rows.map(({ id }) => id);
}

/** Who facilitates: the contractor that the case names, or the one that does the security management. @throws 422 when there is none */
async function facilitatorOf(context: ReadContext, named: unknown): Promise<string> {
  if (typeof named === 'string') return named;
  const found = await contractorOf(context);
  if (found !== null) return found.organisationId;
  const message = 'Say which contractor facilitates the meeting.';
  throw invalidInput([{ path: '/fields/contractor', code: 'required', message }]);
}

/** @throws 422 for an organisation that is no national administration */
async function refuseStrangers(context: ReadContext, invited: readonly string[]): Promise<void> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'meeting-administrations',
    text: `select id from organisation where id = any ($1::uuid[]) and kind = 'national-administration'`,
    values: [invited],
  });
  const known = new Set(rows.map(({ id }) => id));
  const faults = invited
    .map((id, at) => ({ id, path: `/fields/administrations/${at}` }))
    .filter(({ id }) => !known.has(id))
    .map(({ path }) => ({ path, code: 'no-administration', message: 'No administration.' }));
  if (faults.length > 0) throw invalidInput(faults);
}

/**
 * Everybody who takes part: the central body itself (its LISO agrees on the agenda, too), the contractor's facilitator, the NPM of every
 * invited administration. Without names the Member States of the scope say who is invited (Security Plan §5.3).
 */
export async function inviteParties(
  context: WriteContext,
  { case: row, form }: Pick<ActInput, 'case' | 'form'>,
): Promise<Record<string, unknown>> {
  const fields = { ...row.fields, ...form };
  const named = fields['administrations'];
  const administrations =
    Array.isArray(named) && named.length > 0
      ? (named as string[])
      : (await concernedAdministrations(context, scopeOf(fields))).map((one) => one.organisationId);
  await refuseStrangers(context, administrations);
  const contractor = await facilitatorOf(context, fields['contractor']);
  await addParties(context, row, [
    { organisationId: row.ownerId, role: 'liso' },
    { organisationId: row.ownerId, role: 'taxud-requester' },
    { organisationId: contractor, role: 'itsm-security-manager' },
    { organisationId: contractor, role: 'quality-controller' },
    ...administrations.map((organisationId) => ({ organisationId, role: 'npm' })),
  ]);
  return { contractor, administrations };
}
