import {
  type Argon2Parameters,
  argon2 as argon2WithCallback,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { AppError, type Fault } from '#kernel/errors/app-error.ts';
import type { KeyRing } from './key-ring.ts';

const argon2: (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer> =
  promisify(argon2WithCallback);

/** Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet; RFC 9106). Memory in KiB. */
export const argon2Parameters = { memory: 19_456, passes: 2, parallelism: 1 } as const;

const saltBytes = 16;
const tagBytes = 32;
export const shortestPassword = 12;
export const longestPassword = 256;

/** Each hash takes memory and a thread; more at once would let sign-ins starve everything else. */
const atOnce = 2;
const longestQueue = 64;

/** What is wrong with a new password (NIST SP 800-63B-4 §3.1.1: length counts, no rules of composition). */
export function passwordFaults(password: string, person: { readonly email: string }): Fault[] {
  const said = (code: string, message: string): Fault[] => [{ path: '/password', code, message }];
  const length = [...password].length;
  if (length < shortestPassword) {
    return said('too-short', `A password has at least ${shortestPassword} characters.`);
  }
  if (length > longestPassword) {
    return said('too-long', `A password has at most ${longestPassword} characters.`);
  }
  if (new Set(password).size < 4) return said('too-simple', 'This repeats a few characters only.');
  const [mailbox = ''] = person.email.toLowerCase().split('@');
  if (mailbox.length >= 4 && password.toLowerCase().includes(mailbox)) {
    return said('too-simple', 'A password must not contain your email address.');
  }
  return [];
}

interface Recorded {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly key: number;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const phc =
  /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+),keyid=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Makes and checks password hashes, with the pepper as Argon2's secret value. */
export class Passwords {
  readonly #keys: KeyRing;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #decoy: string;

  constructor(keys: KeyRing) {
    this.#keys = keys;
    // Nobody knows a password for it; it exists so that an unknown account costs the same work.
    this.#decoy = phcText(randomBytes(saltBytes), randomBytes(tagBytes), keys.current);
  }

  /** The PHC string of a password, with parameters and the number of the pepper. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(saltBytes);
    const key = this.#keys.current;
    return phcText(salt, await this.#derive(password, { ...argon2Parameters, key, salt }), key);
  }

  /**
   * True when the password fits. Without a hash (unknown account, no password yet) the same work is done and the answer is false.
   * @throws 503 when too many wait already.
   */
  async verify(hash: string | null, password: string): Promise<boolean> {
    const recorded = readPhc(hash ?? this.#decoy);
    const tag = await this.#derive(password, recorded);
    return timingSafeEqual(tag, recorded.tag) && hash !== null;
  }

  /** True when the hash was made with other parameters or an older pepper than would be taken now. */
  isOutdated(hash: string): boolean {
    const recorded = readPhc(hash);
    return (
      recorded.key !== this.#keys.current ||
      recorded.memory !== argon2Parameters.memory ||
      recorded.passes !== argon2Parameters.passes ||
      recorded.parallelism !== argon2Parameters.parallelism
    );
  }

  async #derive(password: string, from: Omit<Recorded, 'tag'>): Promise<Buffer> {
    await this.#turn();
    try {
      return await argon2('argon2id', {
        message: password.normalize('NFC'),
        nonce: from.salt,
        parallelism: from.parallelism,
        memory: from.memory,
        passes: from.passes,
        tagLength: tagBytes,
        secret: this.#keys.key('pepper', from.key),
      });
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#running >= atOnce) {
      if (this.#waiting.length >= longestQueue) {
        throw new AppError({
          status: 503,
          code: 'busy',
          title: 'Too many sign-ins at once',
          detail: 'Try again in a few seconds.',
        });
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
  }
}

function phcText(salt: Buffer, tag: Buffer, key: number): string {
  const { memory, passes, parallelism } = argon2Parameters;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism},keyid=${key}$${unpadded(salt)}$${unpadded(tag)}`;
}

function readPhc(text: string): Recorded {
  const found = phc.exec(text);
  if (found === null) throw new Error('A stored password hash cannot be read.');
  const [, memory, passes, parallelism, key, salt = '', tag = ''] = found;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    key: Number(key),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
