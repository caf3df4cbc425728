import type { Procedure } from '#engine/procedure.ts';
import type { Register } from '#engine/register.ts';
import type { Me } from '#work/contract.ts';

type Roles = { readonly roles: readonly Pick<Me['roles'][number], 'role' | 'caseId'>[] };

/** Whether one of my roles may make a record of the register; again the server decides. */
export function mayCreate(
  register: { readonly access: Pick<Register['access'], 'create'> },
  me: Roles,
): boolean {
  const { create } = register.access;
  return (
    create.includes('any-member') ||
    me.roles.some(({ role, caseId }) => caseId === null && create.includes(role))
  );
}

/** Whether one of my roles may open a case by hand; the server decides, this only spares a form that would be refused. */
export function mayOpen(procedure: Pick<Procedure, 'openedBy'>, me: Roles): boolean {
  return (
    procedure.openedBy.includes('any-member') ||
    me.roles.some(({ role, caseId }) => caseId === null && procedure.openedBy.includes(role))
  );
}
