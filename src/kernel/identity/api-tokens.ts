import { z } from 'zod';
import { tokenAllows } from '#kernel/access/authorise.ts';
import { type Principal, systemPrincipal } from '#kernel/access/principal.ts';
import { newId } from '#kernel/database/ids.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { presentPerson, recordAccount } from './accounts.ts';
import { tokenPrefix } from './authenticate.ts';
import { byId, createdToken, createTokenInput, tokenList, tokenScope } from './contract.ts';
import { changing, type IdentityParts, reading } from './parts.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { personSignedIn } from './session-routes.ts';

/** A token lives for a year at most. */
const longestMs = 366 * 24 * 3_600_000;

export interface NewTokenInput {
  readonly personId: string;
  readonly name: string;
  /** Permissions: `assets:read`, `cases:*`, `*`. A token never may more than its person. */
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
}

export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
}

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly last_used_at: Date | null;
}

const columns = 'id, name, scopes, created_at, expires_at, last_used_at';

/**
 * Makes an API token for a person. The answer is the only place where it ever stands; the database keeps its SHA-256.
 * @throws 404 for an unknown person, 422 for a scope or an end that is not allowed.
 */
export async function createToken(
  parts: IdentityParts,
  input: NewTokenInput,
  by: Principal = systemPrincipal('create-token'),
): Promise<TokenView & { readonly token: string }> {
  const now = parts.clock.now();
  const ms = input.expiresAt.getTime() - now.getTime();
  if (!(ms > 0 && ms <= longestMs)) {
    throw invalidInput([
      { path: '/expiresAt', code: 'out-of-range', message: 'In the future, at most a year away.' },
    ]);
  }
  if (!z.array(tokenScope).min(1).safeParse(input.scopes).success) {
    throw invalidInput([{ path: '/scopes', code: 'invalid', message: 'Such as assets:read.' }]);
  }
  const secret = newSecret();
  const view = await changing(parts, by, async (context) => {
    const person = await presentPerson(context.client, input.personId, context.now);
    const { rows } = await context.client.query<TokenRow>(
      `insert into api_token (id, person_id, name, scopes, token_hash, created_at, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
      [
        newId(),
        person.id,
        input.name,
        [...input.scopes],
        hashSecret(secret),
        context.now,
        by.personId,
        input.expiresAt,
      ],
    );
    const made = rows.map(viewOf)[0];
    if (made === undefined) throw new Error('The token was not stored.');
    recordAccount(context, person, 'api-token.create', 1, {
      token: made.id,
      name: made.name,
      scopes: made.scopes,
      expiresAt: made.expiresAt,
    });
    return made;
  });
  return { ...view, token: `${tokenPrefix}${secret}` };
}

/** Own tokens: make, list, revoke. An administrator revokes anybody's. */
export function apiTokenRoutes(app: HttpApp, parts: IdentityParts): void {
  app.post(
    '/api/v1/api-tokens',
    { schema: { tags: ['identity'], body: createTokenInput, response: { 201: createdToken } } },
    async (request, reply) => {
      const principal = personSignedIn(request);
      const { name, scopes, expiresAt } = request.body;
      const made = await createToken(
        parts,
        { personId: principal.personId, name, scopes, expiresAt: new Date(expiresAt) },
        principal,
      );
      return reply.code(201).send(made);
    },
  );
  app.get(
    '/api/v1/api-tokens',
    { schema: { tags: ['identity'], response: { 200: tokenList } } },
    async (request) => ({ items: await listTokens(parts, personSignedIn(request).personId) }),
  );
  app.delete(
    '/api/v1/api-tokens/:id',
    { schema: { tags: ['identity'], params: byId, response: { 204: z.null() } } },
    async (request, reply) => {
      await revokeToken(parts, principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}

/** Tokens of a person that are still valid, latest first. */
async function listTokens(parts: IdentityParts, personId: string): Promise<TokenView[]> {
  const now = parts.clock.now();
  return reading(parts, async (client) => {
    const { rows } = await client.query<TokenRow>(
      `select ${columns} from api_token where person_id = $1 and revoked_at is null and expires_at > $2
       order by id desc limit 200`,
      [personId, now],
    );
    return rows.map(viewOf);
  });
}

async function revokeToken(parts: IdentityParts, principal: Principal, id: string): Promise<void> {
  const owner = await reading(parts, async (client) => {
    const { rows } = await client.query<{ person_id: string; organisation_id: string }>(
      `select t.person_id, p.organisation_id from api_token t join person p on p.id = t.person_id
       where t.id = $1 and t.revoked_at is null`,
      [id],
    );
    return rows[0];
  });
  const own = owner?.person_id === principal.personId && principal.kind === 'session';
  // For others, absent and somebody else's answer alike.
  if (owner === undefined || !(own || isAdministrator(principal))) throw notFound('API token');
  await changing(parts, principal, async (context) => {
    const { rowCount } = await context.client.query(
      'update api_token set revoked_at = $2 where id = $1 and revoked_at is null',
      [id, context.now],
    );
    if (rowCount === 0) throw notFound('API token');
    const person = { id: owner.person_id, organisation_id: owner.organisation_id };
    recordAccount(context, person, 'api-token.revoke', 1, { token: id });
  });
  parts.cache.forgetPerson(owner.person_id);
}

function isAdministrator(principal: Principal): boolean {
  return (
    tokenAllows(principal, 'accounts:administer') &&
    principal.holdings.some(({ role }) => role === 'system-administrator')
  );
}

function viewOf(row: TokenRow): TokenView {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}
