import { z } from 'zod';

/** Shapes of the administration of accounts: metadata of people and of how they get in, no content. Instants are ISO 8601 UTC. */
const id = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'This is not an id.');
const instant = z.iso.datetime();
const role = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/, 'This is not a role.');

export const accountFilters = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(2000).optional(),
  /** Part of a name or an address. */
  q: z.string().max(200).optional(),
  organisation: id.optional(),
  state: z.enum(['none', 'invited', 'active', 'locked', 'left']).optional(),
});

export const accountView = z.object({
  personId: id,
  name: z.string(),
  email: z.string(),
  organisationId: id,
  organisation: z.string(),
  external: z.boolean(),
  /** `none`: nobody invited this person; `invited`: a link waits; `locked`: too many attempts; `left`: no longer there. */
  state: z.enum(['none', 'invited', 'active', 'locked', 'left']),
  totp: z.boolean(),
  lockedUntil: instant.nullable(),
  invitedUntil: instant.nullable(),
  sessions: z.number().int(),
  tokens: z.number().int(),
  lastUsedAt: instant.nullable(),
});
export const accountPage = z.object({ items: z.array(accountView), next: z.string().nullable() });

export const heldRole = z.object({
  id,
  role: z.string(),
  organisationId: id,
  systemId: id.nullable(),
  caseId: id.nullable(),
  kind: z.enum(['holder', 'substitute', 'delegate']),
  forPersonId: id.nullable(),
  validFrom: instant,
  validTo: instant.nullable(),
  acknowledgedAt: instant.nullable(),
});
export const accountDetail = z.object({
  account: accountView,
  /** Present and future; what is over stands in the register of roles held. */
  roles: z.array(heldRole),
  sessions: z.array(
    z.object({
      id,
      createdAt: instant,
      lastUsedAt: instant,
      from: z.string(),
      userAgent: z.string(),
    }),
  ),
  tokens: z.array(
    z.object({
      id,
      name: z.string(),
      scopes: z.array(z.string()),
      expiresAt: instant,
      lastUsedAt: instant.nullable(),
    }),
  ),
  /** Names of the organisations, people and systems that are referred to. */
  titles: z.record(z.string(), z.string()),
});

export const grantInput = z.strictObject({
  role,
  organisationId: id,
  systemId: id.nullish(),
  kind: z.enum(['holder', 'substitute']).default('holder'),
  /** Whom a substitute stands for. */
  forPersonId: id.nullish(),
  validFrom: instant.nullish(),
  validTo: instant.nullish(),
  reason: z.string().trim().max(2000).nullish(),
});
export type GrantInput = z.infer<typeof grantInput>;
export const granted = z.object({ id });
export const holdingParams = z.object({ personId: id, holdingId: id });

export const invitationView = z.object({
  id,
  personId: id,
  name: z.string(),
  email: z.string(),
  organisation: z.string(),
  createdAt: instant,
  expiresAt: instant,
  acceptedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export const invitationPage = z.object({
  items: z.array(invitationView),
  next: z.string().nullable(),
});
export const invitationFilters = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: id.optional(),
  open: z.enum(['true', 'false']).optional(),
});

export const lockoutView = z.object({
  /** Of an account, or of a network address. */
  kind: z.enum(['account', 'address']),
  /** The address on the network; null for an account. */
  address: z.string().nullable(),
  /** Null for an address that belongs to no account: what was typed in is not kept. */
  personId: id.nullable(),
  name: z.string().nullable(),
  attempts: z.number().int(),
  blocks: z.number().int(),
  blockedUntil: instant,
});
export const lockoutList = z.object({ items: z.array(lockoutView) });
export const releaseInput = z.strictObject({ address: z.string().min(1).max(100) });

export type AccountFilters = z.infer<typeof accountFilters>;
export type AccountView = z.infer<typeof accountView>;
export type AccountDetail = z.infer<typeof accountDetail>;
export type InvitationView = z.infer<typeof invitationView>;
export type LockoutView = z.infer<typeof lockoutView>;
