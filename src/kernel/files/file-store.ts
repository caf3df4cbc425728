import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open as openFileHandle, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Config } from '#kernel/config/config.ts';
import type { Database } from '#kernel/database/database.ts';
import { isId, newId } from '#kernel/database/ids.ts';
import { AppError, notFound } from '#kernel/errors/app-error.ts';
import { FileKeys } from './file-keys.ts';
import { DamagedFileError, type OpenBytes, open, openAnywhere, seal } from './sealed-stream.ts';

export interface FileStoreOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly config: Pick<Config, 'FILES_URL' | 'dataDir'>;
  /** Largest file in bytes; more is refused with 413. */
  readonly maxBytes?: number;
}

export interface StoredFile {
  /** Lower-case hexadecimal, of the bytes as given. */
  readonly sha256: string;
  readonly bytes: number;
}

const defaultMaxBytes = 4 * 1024 ** 3;
const hashPattern = /^[0-9a-f]{64}$/;

/**
 * Stored bytes, reached by owner and SHA-256, encrypted at rest under a key of the owner. Nothing is shared between owners and nothing is
 * altered: the same bytes of the same owner are stored once. Whoever calls has decided that the record allows it.
 */
export class FileStore {
  readonly keys: FileKeys;
  readonly #options: FileStoreOptions;
  readonly #folder: string;

  constructor(options: FileStoreOptions) {
    const { FILES_URL, dataDir } = options.config;
    this.#options = options;
    this.#folder = FILES_URL === undefined ? join(dataDir, 'files') : fileURLToPath(FILES_URL);
    this.keys = new FileKeys(options.database, options.clock, dataDir);
  }

  /**
   * Stores a stream: written aside, flushed to the disk, then put in its place, so that a crash leaves all of it or nothing.
   * @throws 413 beyond the limit; nothing stays then.
   */
  async putFile(ownerId: string, source: AsyncIterable<Uint8Array>): Promise<StoredFile> {
    if (!isId(ownerId)) throw new Error('a file needs an owner');
    const { id: keyId, key } = await this.keys.present(ownerId);
    const aside = join(this.#folder, ownerId, `incoming-${newId()}`);
    await mkdir(dirname(aside), { recursive: true, mode: 0o700 });
    try {
      const stored = await this.#writeAside(aside, source, key, keyId);
      const place = this.#placeOf(ownerId, stored.sha256);
      if (!(await exists(place))) {
        await mkdir(dirname(place), { recursive: true, mode: 0o700 });
        await rename(aside, place);
        await flushFolder(dirname(place));
      }
      await this.#remember(ownerId, stored, keyId);
      return stored;
    } finally {
      await rm(aside, { force: true });
    }
  }

  /**
   * The bytes as they were given, checked against their hash while they are read.
   * @throws 404 when there are none, DamagedFileError (from the stream) when they were changed on the disk.
   */
  async openFile(ownerId: string, sha256: string): Promise<Readable> {
    if (!isId(ownerId) || !hashPattern.test(sha256)) throw notFound('file');
    const place = this.#placeOf(ownerId, sha256);
    if (!(await exists(place))) throw notFound('file');
    const plain = open(createReadStream(place), (keyId) => this.keys.keyOf(ownerId, keyId));
    return Readable.from(checked(plain, sha256), { objectMode: false });
  }

  /**
   * Stored bytes that can be read anywhere, such as an archive whose list stands at its end; `close` gives the file back. Each chunk is checked
   * when it is read, the hash of the whole is not.
   * @throws 404 when there are none
   */
  async openAnywhere(
    ownerId: string,
    sha256: string,
  ): Promise<OpenBytes & { close(): Promise<void> }> {
    if (!isId(ownerId) || !hashPattern.test(sha256)) throw notFound('file');
    const place = this.#placeOf(ownerId, sha256);
    if (!(await exists(place))) throw notFound('file');
    const handle = await openFileHandle(place, 'r');
    try {
      const { size } = await handle.stat();
      const read = async (start: number, end: number) => {
        const wanted = Buffer.alloc(end - start);
        const { bytesRead } = await handle.read(wanted, 0, wanted.length, start);
        return wanted.subarray(0, bytesRead);
      };
      const opened = await openAnywhere({ size, read }, (keyId) => this.keys.keyOf(ownerId, keyId));
      return { ...opened, close: () => handle.close() };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * The hash that the stored bytes have now; `unreadable` when they were changed on the disk or are gone.
   */
  async hashOf(ownerId: string, sha256: string): Promise<string> {
    const hash = createHash('sha256');
    try {
      for await (const part of await this.openFile(ownerId, sha256)) hash.update(part as Buffer);
    } catch (error) {
      if (error instanceof DamagedFileError || error instanceof AppError) return 'unreadable';
      throw error;
    }
    return hash.digest('hex');
  }

  /** How many bytes a stored file has, or null. */
  async sizeOf(ownerId: string, sha256: string): Promise<number | null> {
    return this.#options.database.transaction(
      { role: 'app', scope: [ownerId], person: null, readOnly: true },
      async ({ client }) => {
        const { rows } = await client.query<{ bytes: number }>(
          'select bytes from stored_file where owner_id = $1 and sha256 = $2',
          [ownerId, sha256],
        );
        return rows[0]?.bytes ?? null;
      },
    );
  }

  /** Destroys stored bytes. Who may, and that two persons said so, is decided by the record. False: there were none. */
  async removeFile(ownerId: string, sha256: string): Promise<boolean> {
    if (!isId(ownerId) || !hashPattern.test(sha256)) return false;
    const place = this.#placeOf(ownerId, sha256);
    const there = await exists(place);
    await rm(place, { force: true });
    await this.#options.database.transaction(
      { role: 'app', scope: [ownerId], person: null },
      ({ client }) =>
        client.query('delete from stored_file where owner_id = $1 and sha256 = $2', [
          ownerId,
          sha256,
        ]),
    );
    return there;
  }

  /**
   * Keeps a part of an upload, sealed and flushed, under the offset at which it begins; the same part again replaces it. Nothing stays of a
   * part whose stream breaks. @returns how many bytes it has @throws 413 beyond `mostBytes`
   */
  async putPart(
    ownerId: string,
    uploadId: string,
    part: { readonly offset: number; readonly mostBytes: number },
    source: AsyncIterable<Uint8Array>,
  ): Promise<number> {
    const { id: keyId, key } = await this.keys.present(ownerId);
    const place = this.#placeOfPart(ownerId, uploadId, part.offset);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    const aside = `${place}-${newId()}`;
    try {
      const { bytes } = await this.#writeAside(aside, source, key, keyId, part.mostBytes);
      await rename(aside, place);
      await flushFolder(dirname(place));
      return bytes;
    } finally {
      await rm(aside, { force: true });
    }
  }

  /** The parts of an upload in order, as one stream. @throws DamagedFileError (from the stream) */
  async *readParts(
    ownerId: string,
    uploadId: string,
    offsets: readonly number[],
  ): AsyncGenerator<Uint8Array> {
    for (const offset of offsets) {
      const stored = createReadStream(this.#placeOfPart(ownerId, uploadId, offset));
      yield* open(stored, (keyId) => this.keys.keyOf(ownerId, keyId));
    }
  }

  async dropParts(ownerId: string, uploadId: string): Promise<void> {
    await rm(dirname(this.#placeOfPart(ownerId, uploadId, 0)), { recursive: true, force: true });
  }

  #placeOfPart(ownerId: string, uploadId: string, offset: number): string {
    if (!isId(ownerId) || !isId(uploadId)) throw new Error('a part needs an owner and an upload');
    return join(this.#folder, ownerId, 'uploads', uploadId, String(offset));
  }

  async #writeAside(
    aside: string,
    source: AsyncIterable<Uint8Array>,
    key: Buffer,
    keyId: string,
    maxBytes = this.#options.maxBytes ?? defaultMaxBytes,
  ): Promise<StoredFile> {
    const hash = createHash('sha256');
    let bytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const part of source) {
        bytes += part.length;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        hash.update(part);
        yield part;
      }
    }
    const file = await openFileHandle(aside, 'wx', 0o600);
    try {
      for await (const sealed of seal(counted(), key, keyId)) await file.write(sealed);
      await file.sync();
    } finally {
      await file.close();
    }
    return { sha256: hash.digest('hex'), bytes };
  }

  async #remember(ownerId: string, stored: StoredFile, keyId: string): Promise<void> {
    const { database, clock } = this.#options;
    await database.transaction({ role: 'app', scope: [ownerId], person: null }, ({ client }) =>
      client.query({
        name: 'file-remember',
        text: `insert into stored_file (owner_id, sha256, bytes, key_id, stored_at) values ($1, $2, $3, $4, $5)
          on conflict (owner_id, sha256) do nothing`,
        values: [ownerId, stored.sha256, stored.bytes, keyId, clock.now()],
      }),
    );
  }

  #placeOf(ownerId: string, sha256: string): string {
    return join(this.#folder, ownerId, sha256.slice(0, 2), sha256);
  }
}

async function* checked(plain: AsyncIterable<Buffer>, sha256: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const part of plain) {
    hash.update(part);
    yield part;
  }
  if (hash.digest('hex') !== sha256)
    throw new DamagedFileError('these are not the bytes of this hash');
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/** A rename is safe against power loss only once the folder itself is on the disk. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await openFileHandle(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError({
    status: 413,
    code: 'too-large',
    title: 'The file is too large',
    detail: `A file may have at most ${maxBytes} bytes.`,
  });
}
