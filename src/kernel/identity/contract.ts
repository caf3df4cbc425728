import { z } from 'zod';

/** Shapes of signing in, accounts, tokens, invitations and breaking the glass. Instants are ISO 8601 UTC. */
const id = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'This is not an id.');
const instant = z.iso.datetime();
const password = z.string().min(1).max(256);
const email = z.email().max(254);
const role = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/, 'This is not a role.');
const code = z.string().regex(/^\d{3} ?\d{3}$/, 'Six digits.');

export const byId = z.object({ id });
export const personParams = z.object({ personId: id });

export const signInInput = z.strictObject({
  email: z.string().min(1).max(254),
  password,
  totp: code.optional(),
});
/** What a person sets about itself. */
export const ownSettingsInput = z.strictObject({ locale: z.enum(['en', 'fr', 'de']) });
export const changePasswordInput = z.strictObject({ current: password, password });
/** The present password again, before the second factor changes. */
export const confirmPasswordInput = z.strictObject({ password });
export const totpOffer = z.object({ secret: z.string(), uri: z.string(), qr: z.string() });
export const totpConfirmInput = z.strictObject({ totp: code });
export const totpView = z.object({ active: z.boolean() });

export const sessionView = z.object({
  id,
  createdAt: instant,
  lastUsedAt: instant,
  expiresAt: instant,
  from: z.string(),
  userAgent: z.string(),
  current: z.boolean(),
});
export const sessionList = z.object({ items: z.array(sessionView) });

export const tokenScope = z
  .string()
  .regex(
    /^(\*|[a-z][a-z0-9-]{0,59}:(\*|[a-z][a-z0-9-]{0,59}))$/,
    'Such as assets:read or cases:*.',
  );
export const createTokenInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(tokenScope).min(1).max(50),
  expiresAt: instant,
});
export const tokenView = z.object({
  id,
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
});
/** The only answer that ever carries the token. */
export const createdToken = tokenView.extend({ token: z.string() });
export const tokenList = z.object({ items: z.array(tokenView) });

const grantedRole = z.strictObject({
  role,
  organisationId: id,
  systemId: id.optional(),
  validTo: instant.optional(),
});
export const inviteInput = z.strictObject({
  email,
  name: z.string().trim().min(1).max(200),
  organisationId: id,
  locale: z.enum(['en', 'fr', 'de']).default('en'),
  external: z.boolean().default(false),
  roles: z.array(grantedRole).max(50).default([]),
});
export const invited = z.object({
  id,
  personId: id,
  expiresAt: instant,
  /** Only where no mail server is set up: hand it over yourself. */
  link: z.string().optional(),
});
export const acceptInput = z.strictObject({ token: z.string().max(100), password });

export const glassBreakInput = z.strictObject({
  organisationId: id,
  reason: z.string().trim().min(10).max(2000),
  hours: z.number().int().min(1).max(8).default(8),
});
export const glassBreakView = z.object({
  id,
  organisationId: id,
  requestedBy: id,
  reason: z.string(),
  hours: z.number().int(),
  requestedAt: instant,
  approveBefore: instant,
  approvedBy: id.nullable(),
  approvedAt: instant.nullable(),
  expiresAt: instant.nullable(),
});
export const glassBreakList = z.object({ items: z.array(glassBreakView) });

export type InviteInput = z.infer<typeof inviteInput>;
export type GlassBreakInput = z.infer<typeof glassBreakInput>;
