import { createHash } from 'node:crypto';
import type { Principal } from '#kernel/access/principal.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { principalBy } from './authenticate.ts';
import type { IdentityParts } from './parts.ts';
import { tooManyAttempts } from './sign-in.ts';
import { addressSubject, reserveFor } from './throttle.ts';

/**
 * The person whose token stands in an address, for programs that can send nothing else, such as calendars. Such an address is found in logs and
 * histories: so only a token made for nothing but `scope` opens it, and it opens nothing else. Readings are counted for each token, guesses
 * for each network address; 50 in 15 minutes.
 * @throws 404 for a token that is unknown, ended, or made for more; 429 `too-many-attempts`
 */
export async function principalOfAddress(
  parts: IdentityParts,
  asked: { readonly token: string; readonly scope: string; readonly from: string },
): Promise<Principal> {
  const secret = /^cw_([A-Za-z0-9_-]{43})$/.exec(asked.token)?.[1];
  const found = secret === undefined ? null : await principalBy(parts, 'token', secret, asked.from);
  const [only, ...more] = found?.tokenScopes ?? [];
  const principal = only === asked.scope && more.length === 0 ? found : null;
  const counted = principal?.viaId ?? addressSubject(asked.from);
  const subject = `link:${createHash('sha256').update(`${asked.scope} ${counted}`).digest('hex')}`;
  const blockedForMs = await parts.database.transaction(
    { role: 'system', scope: [], person: null },
    ({ client }) => reserveFor(client, subject, parts.clock.now()),
  );
  if (blockedForMs > 0) throw tooManyAttempts(blockedForMs);
  if (principal === null) throw notFound('address');
  return principal;
}
