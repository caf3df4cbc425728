import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { actorFor, type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import { id } from '#work/contract.ts';
import type { TermsAgreement } from '../contract.ts';
import { agreedParties } from '../functions.ts';
import { termsOfCollaboration } from '../procedure.ts';

interface NameRow {
  readonly id: string;
  readonly name: string;
}

async function objectors(context: ReadContext, loaded: LoadedCase): Promise<ReadonlySet<string>> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-objectors',
    text: `select distinct organisation as id from clause_comment where owner_id = $1 and case_id = $2 and kind = 'objection'`,
    values: [loaded.row.ownerId, loaded.row.id],
  });
  return new Set(rows.map((row) => row.id));
}

async function namesOf(
  context: ReadContext,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await context.client.query<NameRow>({
    name: 'terms-agreement-names',
    text: `select id, name from organisation where id = any ($1::uuid[]) union all select id, name from person where id = any ($1::uuid[])`,
    values: [ids.filter((one) => one !== null)],
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}

async function agreementsOf(
  context: ReadContext,
  loaded: LoadedCase,
  organisations: ReadonlySet<string> | null,
): Promise<TermsAgreement[]> {
  const { view, parties } = loaded;
  const agreed = agreedParties(view);
  const objected = await objectors(context, loaded);
  const seen = parties.filter(
    ({ organisationId, role }) =>
      role === 'npm' && (organisations === null || organisations.has(organisationId)),
  );
  const given = (organisationId: string) =>
    view.approvals
      .filter((one) => one.action === 'agree' && one.organisation === organisationId)
      .sort((one, other) => (one.at < other.at ? -1 : 1))
      .at(-1);
  const names = await namesOf(
    context,
    seen.flatMap(({ organisationId }) => {
      const last = given(organisationId);
      return [organisationId, last?.person ?? null, last?.onBehalfOf ?? null];
    }),
  );
  const nameOf = (one: string | null | undefined) =>
    one == null ? null : (names.get(one) ?? null);
  return seen
    .map(({ organisationId, waived }): TermsAgreement => {
      const last = given(organisationId);
      const standing = agreed.includes(organisationId)
        ? 'agreed'
        : waived
          ? 'waived'
          : objected.has(organisationId)
            ? 'objected'
            : last === undefined
              ? 'awaited'
              : 'void';
      return {
        ...{ organisationId, standing, name: nameOf(organisationId) ?? '' },
        at: last === undefined ? null : new Date(last.at).toISOString(),
        person: nameOf(last?.person),
        onBehalfOf: nameOf(last?.onBehalfOf),
      };
    })
    .sort((one, other) => one.name.localeCompare(other.name));
}

/**
 * Where each administration stands with the text. The central body and the contractor read all of it, an administration what it said itself.
 * @throws 404 for a case of another procedure, and for one that is not visible
 */
export const readAgreements = defineQuery({
  id: 'terms.agreements',
  input: z.strictObject({ caseId: id }),
  authorise: (principal) => authorise(principal, { permission: 'cases:read', roles: [anyMember] }),
  run: async (context, { caseId }): Promise<{ items: TermsAgreement[] }> => {
    const loaded = await loadCase(context, caseId, { lock: false });
    if (loaded.row.procedure !== termsOfCollaboration.id) throw notFound('terms');
    const { roles } = actorFor(context.principal, loaded, null);
    const readsAll =
      context.scope.organisations.includes(loaded.row.ownerId) ||
      roles.includes('itsm-security-manager');
    const own = new Set(context.scope.organisations);
    return { items: await agreementsOf(context, loaded, readsAll ? null : own) };
  },
});
