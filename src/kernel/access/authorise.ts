import { forbidden, unauthenticated } from '#kernel/errors/app-error.ts';
import type { Principal, Scope } from './principal.ts';

/** Every member of an organisation, whatever the role. */
export const anyMember = 'any-member';

export interface Need {
  /** Permission text that a token must carry (`assets:read`); a token with `*` carries all. */
  readonly permission: string;
  /** One of these roles, held in the organisation; `any-member` for each member. */
  readonly roles: readonly string[];
  /** The organisation it is wanted for; absent: all where a role is held. */
  readonly organisationId?: string | null;
}

/** The platform's operator: administers accounts, jobs and settings, and reads no content of any organisation. */
export const operatorRole = 'system-administrator';

/** True when the token (if it is one) was made for this permission: exactly, `register:*`, or `*`. */
export function tokenAllows(principal: Principal, permission: string): boolean {
  if (principal.tokenScopes === null) return true;
  const [group] = permission.split(':');
  return principal.tokenScopes.some(
    (scope) => scope === '*' || scope === permission || scope === `${group}:*`,
  );
}

/**
 * Decides whether the principal may, and returns the scope: the organisations that later steps can see. Deny by default.
 * @throws 401 when nobody is signed in, 403 naming the roles that would do.
 */
export function authorise(principal: Principal | null, need: Need): Scope {
  if (principal === null) throw unauthenticated();
  if (!tokenAllows(principal, need.permission)) {
    throw forbidden(`This token was not made for ${need.permission}.`, {
      permission: need.permission,
    });
  }
  const organisations = new Set<string>();
  for (const holding of principal.holdings) {
    // A delegate's authority ends at the edge of the one case; lists and registers are decided by the person's own roles.
    if (holding.caseId !== null) continue;
    const counts =
      need.roles.includes(holding.role) ||
      (need.roles.includes(anyMember) && holding.role !== operatorRole);
    if (counts) organisations.add(holding.organisationId);
  }
  if (
    need.roles.includes(anyMember) &&
    principal.organisationId !== null &&
    !isOperatorOnly(principal, principal.organisationId)
  ) {
    organisations.add(principal.organisationId);
  }
  if (need.organisationId !== undefined && need.organisationId !== null) {
    if (!organisations.has(need.organisationId)) throw roleMissing(need);
    return { organisations: [need.organisationId] };
  }
  if (organisations.size === 0) throw roleMissing(need);
  return { organisations: [...organisations].sort() };
}

/** True for an operator who has no other role of the organisation: being its member does not let him read its content. */
function isOperatorOnly(principal: Principal, organisationId: string): boolean {
  const own = principal.holdings.filter(({ caseId }) => caseId === null);
  return (
    own.some(({ role }) => role === operatorRole) &&
    !own.some(
      (holding) => holding.organisationId === organisationId && holding.role !== operatorRole,
    )
  );
}

function roleMissing(need: Need) {
  return forbidden(
    need.roles.length === 0
      ? 'Nobody may do this by hand.'
      : `This needs one of the roles: ${need.roles.join(', ')}.`,
    { roles: need.roles, permission: need.permission },
  );
}
