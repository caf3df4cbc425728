import type { Me } from '#work/contract.ts';

/** A page of the administration; `operator` ones are for the operator of the platform alone. */
export interface AdminPlace {
  readonly id: string;
  readonly to: string;
  readonly group: 'people' | 'running' | 'proof';
  readonly for: 'operator' | 'members' | 'everybody';
}

export const adminPlaces: readonly AdminPlace[] = [
  { id: 'accounts', to: '/admin/accounts', group: 'people', for: 'operator' },
  { id: 'invitations', to: '/admin/invitations', group: 'people', for: 'operator' },
  { id: 'locks', to: '/admin/locks', group: 'people', for: 'operator' },
  { id: 'organisations', to: '/registers/organisations', group: 'people', for: 'operator' },
  { id: 'roles', to: '/registers/role-holdings', group: 'people', for: 'operator' },
  { id: 'glass', to: '/admin/glass', group: 'people', for: 'operator' },
  { id: 'health', to: '/admin/health', group: 'running', for: 'operator' },
  { id: 'jobs', to: '/admin/jobs', group: 'running', for: 'operator' },
  { id: 'mail', to: '/admin/mail', group: 'running', for: 'operator' },
  { id: 'configuration', to: '/admin/configuration', group: 'running', for: 'operator' },
  { id: 'trail', to: '/trail', group: 'proof', for: 'members' },
  { id: 'tokens', to: '/tokens', group: 'proof', for: 'everybody' },
];

type Roles = { readonly roles: readonly Pick<Me['roles'][number], 'role' | 'caseId'>[] };

/** Administers the platform. */
export function isOperator(me: Roles): boolean {
  return me.roles.some(({ role }) => role === 'system-administrator');
}

/** Administers the platform and has no other role: sees metadata and no content, so that no work waits for him. */
export function isOperatorOnly(me: Roles): boolean {
  return isOperator(me) && me.roles.every(({ role }) => role === 'system-administrator');
}

export function adminPlacesFor(me: Roles): readonly AdminPlace[] {
  return adminPlaces.filter(
    (place) =>
      place.for === 'everybody' ||
      (place.for === 'operator' ? isOperator(me) : !isOperatorOnly(me)),
  );
}
