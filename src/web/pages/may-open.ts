import type { Procedure } from '#engine/procedure.ts';
import type { Me } from '#work/contract.ts';

/** Whether one of my roles may open a case by hand; the server decides, this only spares a form that would be refused. */
export function mayOpen(
  procedure: Pick<Procedure, 'openedBy'>,
  me: { readonly roles: readonly Pick<Me['roles'][number], 'role' | 'caseId'>[] },
): boolean {
  return (
    procedure.openedBy.includes('any-member') ||
    me.roles.some(({ role, caseId }) => caseId === null && procedure.openedBy.includes(role))
  );
}
