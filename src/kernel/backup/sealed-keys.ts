import {
  createCipheriv,
  createDecipheriv,
  randomBytes,
  type ScryptOptions,
  scrypt as scryptWithCallback,
} from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { BackupError } from './backup-error.ts';

const scrypt: (
  password: string,
  salt: Buffer,
  keyLength: number,
  options: ScryptOptions,
) => Promise<Buffer> = promisify(scryptWithCallback);

const path = z.string().regex(/^(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/);
const keysSchema = z.array(z.object({ path, content: z.base64() }));
/** Relative path below `DATA_DIR/keys` and content (base64) of each key file. */
export type Keys = z.infer<typeof keysSchema>;

const sealedSchema = z.object({
  kdf: z.literal('scrypt'),
  n: z
    .number()
    .int()
    .max(2 ** 20),
  r: z.number().int().max(64),
  p: z.number().int().max(16),
  salt: z.base64(),
  cipher: z.literal('aes-256-gcm'),
  nonce: z.base64(),
  tag: z.base64(),
  content: z.base64(),
});

/** scrypt (RFC 7914) with 128 MiB. */
const cost = { n: 2 ** 17, r: 8, p: 1 } as const;

/** The key files below a folder; unfinished ones are left out. */
export function readKeys(folder: string): Keys {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('unfinished-'))
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      const relative = full.slice(folder.length + 1).replaceAll('\\', '/');
      return { path: relative, content: readFileSync(full).toString('base64') };
    })
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Writes key files into a new folder, readable for their owner alone. */
export function writeKeys(folder: string, keys: Keys): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  for (const key of keys) {
    const full = join(folder, key.path);
    mkdirSync(dirname(full), { recursive: true, mode: 0o700 });
    writeFileSync(full, Buffer.from(key.content, 'base64'), { mode: 0o600, flush: true });
  }
}

export function plainKeys(keys: Keys): Buffer {
  return Buffer.from(JSON.stringify(keys));
}

/** Encrypts the keys under a passphrase: scrypt (RFC 7914), then AES-256-GCM (NIST SP 800-38D). */
export async function sealKeys(keys: Keys, passphrase: string): Promise<Buffer> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt, cost), nonce);
  const content = Buffer.concat([cipher.update(plainKeys(keys)), cipher.final()]);
  return Buffer.from(
    JSON.stringify({
      kdf: 'scrypt',
      ...cost,
      salt: salt.toString('base64'),
      cipher: 'aes-256-gcm',
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      content: content.toString('base64'),
    }),
  );
}

/** @throws BackupError `damaged` when this is no list of keys. */
export function parseKeys(bytes: Buffer): Keys {
  try {
    return keysSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw new BackupError('damaged', 'The keys in the archive cannot be read.');
  }
}

/** @throws BackupError `passphrase` when it does not fit, `damaged` when the box is none. */
export async function unsealKeys(bytes: Buffer, passphrase: string): Promise<Keys> {
  const parsed = sealedSchema.safeParse(JSON.parse(bytes.toString('utf8')));
  if (!parsed.success) {
    throw new BackupError('damaged', 'The sealed keys in the archive cannot be read.');
  }
  const box = parsed.data;
  const key = await derive(passphrase, Buffer.from(box.salt, 'base64'), box);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(box.nonce, 'base64'), {
    authTagLength: 16,
  });
  decipher.setAuthTag(Buffer.from(box.tag, 'base64'));
  try {
    return parseKeys(
      Buffer.concat([decipher.update(Buffer.from(box.content, 'base64')), decipher.final()]),
    );
  } catch {
    throw new BackupError('passphrase', 'The passphrase does not open the keys of this backup.');
  }
}

function derive(
  passphrase: string,
  salt: Buffer,
  { n, r, p }: { readonly n: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  const text = passphrase.normalize('NFC');
  return scrypt(text, salt, 32, { N: n, r, p, maxmem: 128 * n * r + 1024 * 1024 * 16 });
}
