import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { actorFor, type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import { id } from '#work/contract.ts';
import type { AgreementView } from '../contract.ts';
import { meeting } from '../procedure.ts';

type Agreement = Omit<AgreementView, 'name' | 'person' | 'onBehalfOf'> & {
  readonly personId: string | null;
  readonly onBehalfOfId: string | null;
};

function agreementOf(
  { view }: LoadedCase,
  party: LoadedCase['parties'][number],
  role: 'liso' | 'npm',
): Agreement {
  const { organisationId, waived } = party;
  const given = view.approvals
    .filter(({ action, organisation }) => action === 'agree' && organisation === organisationId)
    .sort((one, other) => (one.at < other.at ? -1 : 1));
  const last = given.findLast(({ voided }) => !voided) ?? given.at(-1);
  const standing =
    last?.voided === false ? 'agreed' : waived ? 'waived' : last === undefined ? 'awaited' : 'void';
  return {
    ...{ organisationId, role, standing },
    at: last === undefined ? null : new Date(last.at).toISOString(),
    personId: last?.person ?? null,
    onBehalfOfId: last?.onBehalfOf ?? null,
  };
}

async function named(context: ReadContext, found: Agreement[]): Promise<AgreementView[]> {
  const organisations = found.map(({ organisationId }) => organisationId);
  const people = found.flatMap(({ personId, onBehalfOfId }) => [personId, onBehalfOfId]);
  const { rows } = await context.client.query<{ id: string; name: string }>({
    name: 'meeting-agreement-names',
    text: `select id, name from organisation where id = any ($1::uuid[])
      union all select id, name from person where id = any ($2::uuid[])`,
    values: [organisations, people.filter((one) => one !== null)],
  });
  const names = new Map(rows.map((row) => [row.id, row.name]));
  const nameOf = (one: string | null) => (one === null ? null : (names.get(one) ?? null));
  return found
    .map(({ personId, onBehalfOfId, ...rest }) => ({
      ...rest,
      name: nameOf(rest.organisationId) ?? '',
      person: nameOf(personId),
      onBehalfOf: nameOf(onBehalfOfId),
    }))
    .sort((one, other) =>
      one.role === other.role ? one.name.localeCompare(other.name) : one.role === 'liso' ? -1 : 1,
    );
}

/**
 * Who agreed to the agenda of a meeting. LISO and the facilitator read all of it; an administration what it said itself, and what the central
 * body did, because no administration is shown another's answer.
 * @throws 404 for a case that is no meeting, or not visible
 */
export const readAgreements = defineQuery({
  id: 'meetings.agreements',
  input: z.strictObject({ caseId: id }),
  authorise: (principal) => authorise(principal, { permission: 'cases:read', roles: [anyMember] }),
  run: async (context, { caseId }): Promise<{ items: AgreementView[] }> => {
    const loaded = await loadCase(context, caseId, { lock: false });
    if (loaded.row.procedure !== meeting.id) throw notFound('meeting');
    const { roles } = actorFor(context.principal, loaded, null);
    const all =
      context.scope.organisations.includes(loaded.row.ownerId) ||
      roles.includes('itsm-security-manager');
    const shown = loaded.parties.filter(
      ({ organisationId }) =>
        all ||
        organisationId === loaded.row.ownerId ||
        context.scope.organisations.includes(organisationId),
    );
    const found = shown.flatMap((party) =>
      party.role === 'liso' || party.role === 'npm' ? [agreementOf(loaded, party, party.role)] : [],
    );
    return { items: await named(context, found) };
  },
});
