import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';

/** Whom the reader stands for in each of these roles that he has in the case's organisation; null: the role is his own. */
export function standsFor(
  context: ReadContext,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
  roles: readonly string[],
): (string | null)[] {
  return context.principal.holdings
    .filter(
      ({ organisationId, role, caseId }) =>
        organisationId === row.ownerId &&
        roles.includes(role) &&
        (caseId === null || caseId === row.id),
    )
    .map(({ forPersonId }) => forPersonId);
}

/**
 * False for a substitute or delegate who has the deciding role only in place of somebody involved: his decision would be that person's own.
 */
export function decidesForHimself(
  standing: readonly (string | null)[],
  involved: readonly (string | null)[],
): boolean {
  return (
    standing.length === 0 || standing.some((whom) => whom === null || !involved.includes(whom))
  );
}
