import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import type { PoolClient } from 'pg';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Database } from '#kernel/database/database.ts';
import { BackupError } from './backup-error.ts';
import {
  copyOutText,
  executedMigrations,
  plainOutput,
  quoted,
  type SavedTable,
  savedSequences,
  savedTables,
} from './catalog.ts';
import { copyOut } from './copy.ts';
import {
  keysName,
  type Manifest,
  type ManifestEntry,
  manifestDigestName,
  manifestName,
  partBytes,
  partName,
  queueName,
  sealedKeysName,
  sha256Of,
} from './manifest.ts';
import { readQueuedJobs } from './queued-jobs.ts';
import { type Keys, plainKeys, readKeys, sealKeys } from './sealed-keys.ts';
import { filesBelow, readStored } from './stored-files.ts';
import { TarWriter } from './tar.ts';

const compress: (bytes: Uint8Array) => Promise<Buffer> = promisify(zstdCompress);

export interface BackupOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** The archive; it must not be there yet. */
  readonly path: string;
  readonly filesFolder: string;
  readonly keysFolder: string;
  /** Seals the keys; null leaves them readable for whoever has the archive. */
  readonly passphrase: string | null;
  /** Told what goes on, in a few words. */
  readonly say?: (words: string) => void;
}

export interface BackupReport {
  readonly path: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

/**
 * Saves everything of an installation into one archive: all rows as one snapshot shows them, stored files, keys, and a manifest with counts
 * and digests. The product may run and change things meanwhile. The archive appears under its name when it is complete and on the disk.
 * @throws BackupError `exists`; errors of the database and the file system. Nothing is left behind then.
 */
export async function createBackup(options: BackupOptions): Promise<BackupReport> {
  if (existsSync(options.path)) {
    throw new BackupError('exists', `There is a file ${options.path} already; it was left alone.`);
  }
  const draft = `${options.path}.unfinished-${process.pid}`;
  const tar = await TarWriter.create(draft, options.clock.now());
  try {
    const manifest = await fill(options, new Archive(tar));
    await tar.end();
    await rename(draft, options.path);
    await syncFolder(dirname(options.path));
    return { path: options.path, bytes: tar.bytes, manifest };
  } catch (error) {
    await tar.abandon().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

async function fill(options: BackupOptions, archive: Archive): Promise<Manifest> {
  const createdAt = options.clock.now().toISOString();
  const say = options.say ?? (() => undefined);
  const keysBefore = readKeys(options.keysFolder);
  const saved = await inSnapshot(options.database, (client) => saveDatabase(client, archive, say));
  // Files are written before the rows that name them and never altered, so all files of the snapshot are there after it.
  say('files');
  const files = { count: 0, bytes: 0 };
  for await (const file of filesBelow(options.filesFolder)) {
    const content = readStored(options.filesFolder, file.path);
    await archive.add(`files/${file.path}`, file.bytes, content);
    files.count += 1;
    files.bytes += file.bytes;
  }
  say('keys');
  const keys = readKeys(options.keysFolder);
  if (!sameKeys(keysBefore, keys)) {
    throw new BackupError('busy', 'Keys were changed during the backup. Start it again.');
  }
  const sealed = options.passphrase !== null;
  await archive.addBytes(
    sealed ? sealedKeysName : keysName,
    options.passphrase === null ? plainKeys(keys) : await sealKeys(keys, options.passphrase),
  );
  const manifest: Manifest = {
    format: 'commonward-backup',
    formatVersion: 1,
    createdAt,
    ...saved,
    files,
    keys: { count: keys.length, sealed },
    entries: archive.entries,
  };
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  await archive.addBytes(manifestName, text);
  const digest = `${sha256Of(text)}  ${manifestName}\n`;
  await archive.addBytes(manifestDigestName, Buffer.from(digest));
  return manifest;
}

/** What was sealed with a key needs that key: only keys that stayed the same fit the snapshot. A first key, made meanwhile, does no harm. */
function sameKeys(before: Keys, after: Keys): boolean {
  return before.every((key) =>
    after.some((other) => other.path === key.path && other.content === key.content),
  );
}

/** One repeatable-read transaction as the owner: everything that is read in it shows the same instant. */
async function inSnapshot<T>(
  database: Database,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.connect();
  let broken: Error | undefined;
  try {
    await client.query(
      `begin isolation level repeatable read read only; set local role none; ${plainOutput}`,
    );
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // A COPY that was given up half-way would leave the connection in the middle of a message.
    broken = error instanceof Error ? error : new Error('backup failed');
    throw error;
  } finally {
    client.release(broken);
  }
}

type Saved = Pick<
  Manifest,
  'postgresql' | 'migrations' | 'tables' | 'sequences' | 'queuedJobs' | 'trailHead'
>;

async function saveDatabase(
  client: PoolClient,
  archive: Archive,
  say: (words: string) => void,
): Promise<Saved> {
  const tables = await savedTables(client);
  // Held to the end: no migration changes a table between the first and the last.
  const names = tables.map((table) => quoted(table.name)).join(', ');
  await client.query(`lock table ${names} in access share mode`);
  const server = await client.query<{ server_version: string }>('show server_version');
  const head = await client.query<{ treeSize: number; rootHash: string }>(
    `select tree_size as "treeSize", encode(root_hash, 'hex') as "rootHash" from trail_head order by tree_size desc limit 1`,
  );
  const saved: Manifest['tables'] = [];
  for (const table of tables) {
    say(table.name);
    saved.push(await saveTable(client, archive, table));
  }
  const jobs = await readQueuedJobs(client);
  await archive.addBytes(queueName, Buffer.from(JSON.stringify(jobs)));
  return {
    postgresql: server.rows[0]?.server_version ?? '',
    migrations: await executedMigrations(client),
    tables: saved,
    sequences: await savedSequences(client),
    queuedJobs: jobs.length,
    trailHead: head.rows[0] ?? null,
  };
}

async function saveTable(
  client: PoolClient,
  archive: Archive,
  table: SavedTable,
): Promise<Manifest['tables'][number]> {
  const digest = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  let parts = 0;
  const source = copyOut(client, copyOutText(table), (count) => {
    rows = count;
  });
  for await (const part of inParts(source)) {
    digest.update(part);
    bytes += part.length;
    await archive.addBytes(partName(table.name, parts), await compress(part));
    parts += 1;
  }
  const { name, columns } = table;
  return { name, columns: [...columns], rows, bytes, sha256: digest.digest('hex'), parts };
}

/** Cuts a stream into parts of equal size, the last one shorter. */
async function* inParts(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    let rest = chunk;
    while (bytes + rest.length >= partBytes) {
      const cut = partBytes - bytes;
      yield Buffer.concat([...waiting, rest.subarray(0, cut)]);
      rest = rest.subarray(cut);
      waiting = [];
      bytes = 0;
    }
    if (rest.length > 0) waiting.push(rest);
    bytes += rest.length;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}

/** The archive under way, with the digest of each entry. */
class Archive {
  readonly #tar: TarWriter;
  readonly entries: ManifestEntry[] = [];
  constructor(tar: TarWriter) {
    this.#tar = tar;
  }

  async addBytes(name: string, content: Uint8Array): Promise<void> {
    await this.add(name, content.length, [content]);
  }

  async add(
    name: string,
    bytes: number,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<void> {
    const digest = createHash('sha256');
    const hashed = async function* () {
      for await (const chunk of source) {
        digest.update(chunk);
        yield chunk;
      }
    };
    await this.#tar.add(name, bytes, hashed());
    this.entries.push({ name, bytes, sha256: digest.digest('hex') });
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot sync a folder.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
