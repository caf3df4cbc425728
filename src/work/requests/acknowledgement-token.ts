import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '#kernel/identity/key-ring.ts';
import type { OneTimeLink } from '#kernel/mail/queue-mail.ts';

/** A token as it stands in a link: number of the key, id of the link, signature. */
export interface ReadToken {
  readonly key: number;
  readonly id: string;
}

const pattern = /^(\d{1,4})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/**
 * The token of a link: HMAC-SHA-256 under a key of the installation that serves nothing else, over the link's id, what it acknowledges, for
 * whom and until when. Nobody makes one from the database alone.
 */
export function tokenOf(keys: KeyRing, link: OneTimeLink, key: number = keys.current): string {
  const { id, recordId, personId, expiresAt } = link;
  const signed = ['acknowledge', id, recordId, personId, new Date(expiresAt).toISOString()];
  const signature = createHmac('sha256', keys.key('acknowledge', key)).update(signed.join('\n'));
  const short = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
  return `${key}.${short}.${signature.digest('base64url')}`;
}

/** Where a token points; null for what is none. It proves nothing yet. */
export function readToken(token: string): ReadToken | null {
  const [, key = '', short = ''] = pattern.exec(token) ?? [];
  if (short === '') return null;
  const hex = Buffer.from(short, 'base64url').toString('hex');
  const id = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ];
  return { key: Number(key), id: id.join('-') };
}

/** Whether the token is the link's: signed by this installation, and the one that was sent. In constant time. */
export function isTokenOf(
  keys: KeyRing,
  token: string,
  link: OneTimeLink & { readonly tokenHash: Buffer },
): boolean {
  const read = readToken(token);
  if (read === null || read.id !== link.id) return false;
  let expected: string;
  try {
    expected = tokenOf(keys, link, read.key);
  } catch {
    // A key that this installation does not have.
    return false;
  }
  return (
    timingSafeEqual(hashOfToken(token), hashOfToken(expected)) &&
    timingSafeEqual(hashOfToken(token), link.tokenHash)
  );
}

/** What is stored of a token. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The page where a link leads. The token stands behind `#`, so that no server log and no `Referer` ever holds it. */
export function addressOfToken(baseUrl: string, token: string): string {
  return `${baseUrl}/acknowledge#${token}`;
}
