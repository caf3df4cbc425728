import type { Principal } from '#kernel/access/principal.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { Authenticate } from '#kernel/http/http-app.ts';
import { loadPrincipal } from './load-principal.ts';
import type { IdentityParts } from './parts.ts';
import { csrfOf, equalTexts, hashSecret, secretPattern } from './secrets.ts';

export const sessionCookie = 'cw_session';
export const csrfCookie = 'cw_csrf';
export const csrfHeader = 'x-commonward-csrf';
export const tokenPrefix = 'cw_';

/** A token made for nothing but these stands in an address, and is no credential anywhere else. */
export const addressScopes: ReadonlySet<string> = new Set(['calendar:feed']);

const reads = new Set(['GET', 'HEAD']);

/**
 * How a request becomes a principal: a Bearer token, else the session cookie. Null for nobody, also when what was sent is no longer valid.
 * The promise rejects with 403 `csrf` when a session would change something without the header.
 */
export function authenticator(parts: IdentityParts): Authenticate {
  return async (request) => {
    const authorization = request.headers['authorization'];
    // Another scheme belongs to a proxy in front; a Bearer token that does not fit never falls back to the cookie.
    if (typeof authorization === 'string' && /^Bearer\b/i.test(authorization)) {
      const secret = /^Bearer +cw_([A-Za-z0-9_-]{43})$/i.exec(authorization)?.[1];
      if (secret === undefined) return null;
      const principal = await principalBy(parts, 'token', secret, request.ip);
      return principal?.tokenScopes?.every((scope) => addressScopes.has(scope)) ? null : principal;
    }
    const secret = request.cookies[sessionCookie];
    if (secret === undefined || !secretPattern.test(secret)) return null;
    const principal = await principalBy(parts, 'session', secret, request.ip);
    if (principal !== null && !reads.has(request.method)) {
      refuseForged(csrfOf(parts.keys, secret), request.headers[csrfHeader], request.cookies);
    }
    return principal;
  };
}

/** The principal of a secret, from the cache or the database. */
export async function principalBy(
  parts: IdentityParts,
  kind: 'session' | 'token',
  secret: string,
  from: string,
): Promise<Principal | null> {
  const hash = hashSecret(secret);
  const key = `${kind} ${hash.toString('base64')}`;
  const now = parts.clock.now();
  const known = parts.cache.get(key, now);
  if (known !== null) return { ...known, from };
  const generation = parts.cache.generation;
  const loaded = await parts.database.transaction(
    { role: 'system', scope: [], person: null },
    ({ client }) => loadPrincipal(client, kind, hash, now),
  );
  if (loaded === null) return null;
  // Something was forgotten while this was read: then it is not kept, because it may be from before.
  if (generation === parts.cache.generation) parts.cache.set(key, loaded, now);
  return { ...loaded.principal, from };
}

function refuseForged(
  expected: string,
  header: string | string[] | undefined,
  cookies: Readonly<Record<string, string | undefined>>,
): void {
  const cookie = cookies[csrfCookie] ?? '';
  if (typeof header === 'string' && equalTexts(header, expected) && equalTexts(cookie, expected)) {
    return;
  }
  throw new AppError({
    status: 403,
    code: 'csrf',
    title: 'Not sent by the application',
    detail: `Send the cookie ${csrfCookie} also as the header ${csrfHeader}. Loading the page again renews it.`,
  });
}
