import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { KeyRing } from './key-ring.ts';

/** A new secret of 256 bits as 43 characters of base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export const secretPattern = /^[A-Za-z0-9_-]{43}$/;

/** What is stored of a secret: SHA-256 suffices, since 256 random bits cannot be guessed. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares two texts in constant time. */
export function equalTexts(one: string, other: string): boolean {
  return timingSafeEqual(hashSecret(one), hashSecret(other));
}

/** The CSRF value of a session: bound to its secret, so that a value planted from elsewhere never fits. */
export function csrfOf(keys: KeyRing, sessionSecret: string): string {
  return createHmac('sha256', keys.key('csrf')).update(sessionSecret).digest('base64url');
}

/** Seals a text with AES-256-GCM for one purpose and owner; `bound` must be the same when it is opened. */
export function seal(keys: KeyRing, bound: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.key('seal'), nonce);
  cipher.setAAD(Buffer.from(bound));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
  return [keys.current, ...parts].join('.');
}

/**
 * Opens what `seal` made.
 * @throws Error when it was altered, bound to something else, or its key is missing.
 */
export function unseal(keys: KeyRing, bound: string, sealed: string): string {
  const [number, nonce, tag, content] = sealed.split('.');
  if (content === undefined || nonce === undefined || tag === undefined) {
    throw new Error('A sealed text cannot be read.');
  }
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keys.key('seal', Number(number)),
    Buffer.from(nonce, 'base64url'),
  );
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([
    decipher.update(Buffer.from(content, 'base64url')),
    decipher.final(),
  ]).toString('utf8');
}
