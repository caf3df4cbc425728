import { hkdfSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What a derived key is for; one never serves another purpose. */
export type KeyPurpose = 'pepper' | 'seal' | 'csrf' | 'acknowledge';

const keyBytes = 32;
const fileName = /^identity-(\d{1,4})\.key$/;

/**
 * The keys of identity in `DATA_DIR/keys/identity-<number>.key` (base64, readable for the owner alone), outside the database, so that a copy of
 * the database alone proves nothing. The highest number is used for what is new; lower ones stay to read what they made.
 */
export class KeyRing {
  readonly #masters: ReadonlyMap<number, Buffer>;
  readonly current: number;

  private constructor(masters: ReadonlyMap<number, Buffer>) {
    this.#masters = masters;
    this.current = Math.max(...masters.keys());
  }

  /**
   * Opens the keys below `dataDir`; the first start makes the first key.
   * @throws Error naming the file when a key cannot be read or has not 32 bytes.
   */
  static open(dataDir: string): KeyRing {
    const folder = join(dataDir, 'keys');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    const masters = readMasters(folder);
    if (masters.size > 0) return new KeyRing(masters);
    makeFirstKey(folder);
    return new KeyRing(readMasters(folder));
  }

  /**
   * The 32-byte key for a purpose (HKDF-SHA-256, RFC 5869).
   * @throws Error when the key of that number is not in the folder.
   */
  key(purpose: KeyPurpose, number: number = this.current): Buffer {
    const master = this.#masters.get(number);
    if (master === undefined) {
      throw new Error(`The key identity-${number}.key is missing in the folder of keys.`);
    }
    return Buffer.from(hkdfSync('sha256', master, '', `commonward identity ${purpose}`, keyBytes));
  }
}

function readMasters(folder: string): Map<number, Buffer> {
  const masters = new Map<number, Buffer>();
  for (const file of readdirSync(folder)) {
    const number = fileName.exec(file)?.[1];
    if (number === undefined) continue;
    const key = Buffer.from(readFileSync(join(folder, file), 'utf8').trim(), 'base64');
    if (key.length !== keyBytes) throw new Error(`${join(folder, file)} does not hold 32 bytes.`);
    masters.set(Number(number), key);
  }
  return masters;
}

/** Linking a finished file is atomic: of two processes that start at once, both end with the same key. */
function makeFirstKey(folder: string): void {
  const unfinished = join(folder, `unfinished-${randomBytes(6).toString('hex')}`);
  writeFileSync(unfinished, `${randomBytes(keyBytes).toString('base64')}\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  try {
    linkSync(unfinished, join(folder, 'identity-1.key'));
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(unfinished);
  }
}
