import type { CaseDetail, Me } from '#work/contract.ts';

/** Roles that the reader holds himself for this case, and so can hand on inside it. */
export function delegableRoles(
  detail: {
    readonly case: Pick<CaseDetail['case'], 'ownerId'>;
    readonly parties: readonly Pick<CaseDetail['parties'][number], 'organisationId' | 'role'>[];
  },
  holdings: readonly Pick<Me['roles'][number], 'role' | 'organisationId' | 'kind' | 'caseId'>[],
): string[] {
  const takesPart = (organisationId: string, role: string) =>
    organisationId === detail.case.ownerId ||
    detail.parties.some((party) => party.organisationId === organisationId && party.role === role);
  return [
    ...new Set(
      holdings
        .filter(
          ({ role, organisationId, kind, caseId }) =>
            kind === 'holder' && caseId === null && takesPart(organisationId, role),
        )
        .map(({ role }) => role),
    ),
  ];
}
