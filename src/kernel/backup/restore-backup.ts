import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import type { Database } from '#kernel/database/database.ts';
import { migrate } from '#kernel/database/migrate.ts';
import { BackupError } from './backup-error.ts';
import { loadDatabase } from './load-database.ts';
import { keysName, type Manifest, sealedKeysName } from './manifest.ts';
import { openArchive, type VerifiedArchive } from './read-archive.ts';
import { type Keys, parseKeys, unsealKeys, writeKeys } from './sealed-keys.ts';
import { filesBelow, storedName } from './stored-files.ts';
import { damaged } from './tar.ts';

export interface RestoreOptions {
  readonly database: Database;
  readonly path: string;
  readonly filesFolder: string;
  readonly keysFolder: string;
  /** Opens sealed keys. */
  readonly passphrase: string | null;
  /** Takes a backup whose trail did not verify already when it was made; what is wrong is in the report. */
  readonly acceptTrailProblems?: boolean;
  readonly say?: (words: string) => void;
}

export interface RestoreReport {
  readonly manifest: Manifest;
  /** Migrations that ran after loading, because this release is newer than the backup. */
  readonly migrations: readonly string[];
  readonly trailEntries: number;
  readonly trailProblems: readonly string[];
}

/**
 * Restores an archive into an empty installation. The archive is read and verified as a whole first; then one transaction makes the
 * schema that the backup had, loads every row, compares counts and digests with the manifest and verifies the trail; files and keys are
 * put beside their place and moved there just before it commits. Then the schema is brought to this release.
 * @throws BackupError; nothing of the backup stays then.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const say = options.say ?? (() => undefined);
  say('verifying the archive');
  const archive = await openArchive(options.path);
  const placed = new PlacedFolders();
  try {
    const keys = await keysOf(archive, options.passphrase);
    await checkFolders(options);
    const loaded = await inTransaction(options.database, async (client) => {
      const result = await loadDatabase(client, archive, {
        say,
        acceptTrailProblems: options.acceptTrailProblems === true,
      });
      say('files and keys');
      await placed.stage(options.filesFolder, (folder) => unpackFiles(archive, folder));
      await placed.stage(options.keysFolder, (folder) => writeKeys(folder, keys));
      placed.move();
      return result;
    });
    placed.keep();
    say('migrations');
    const migrations = await migrate(options.database.url);
    return { manifest: archive.manifest, migrations, ...loaded };
  } finally {
    // After `keep` there is nothing left to take back.
    placed.takeBack();
    await archive.close();
  }
}

async function keysOf(archive: VerifiedArchive, passphrase: string | null): Promise<Keys> {
  if (!archive.manifest.keys.sealed) return parseKeys(await archive.bytes(keysName));
  if (passphrase === null) {
    throw new BackupError(
      'passphrase',
      'The keys of this backup are sealed. Name the file with the passphrase: --passphrase-file',
    );
  }
  return unsealKeys(await archive.bytes(sealedKeysName), passphrase);
}

async function checkFolders(options: RestoreOptions): Promise<void> {
  for await (const file of filesBelow(options.filesFolder)) {
    throw new BackupError(
      'not-empty',
      `The folder of files ${options.filesFolder} holds ${file.path}. Restore into an empty installation.`,
    );
  }
}

async function unpackFiles(archive: VerifiedArchive, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for await (const { path, sha256, content } of archive.files()) {
    if (!storedName.test(path)) throw damaged(`files/${path} is no name of a stored file`);
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true, mode: 0o700 });
    const digest = createHash('sha256');
    await pipeline(
      content,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          digest.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(full, { mode: 0o600, flags: 'wx', flush: true }),
    );
    if (digest.digest('hex') !== sha256) throw damaged(`files/${path} changes while it is read`);
  }
}

async function inTransaction<T>(
  database: Database,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // Closing the connection rolls back, also in the middle of a COPY.
    broken = error instanceof Error ? error : new Error('restore failed');
    throw error;
  } finally {
    client.release(broken);
  }
}

interface Placed {
  readonly staged: string;
  readonly final: string;
  readonly aside: string;
  moved: boolean;
}

/** Folders filled beside their place, then moved there, and moved back when the transaction fails. */
class PlacedFolders {
  #folders: Placed[] = [];

  async stage(final: string, fill: (folder: string) => Promise<void> | void): Promise<void> {
    mkdirSync(dirname(final), { recursive: true });
    const staged = `${final}.restoring-${process.pid}`;
    rmSync(staged, { recursive: true, force: true });
    this.#folders.push({
      staged,
      final,
      aside: `${final}.replaced-${process.pid}`,
      moved: false,
    });
    await fill(staged);
  }

  move(): void {
    for (const folder of this.#folders) {
      if (existsSync(folder.final)) renameSync(folder.final, folder.aside);
      folder.moved = true;
      renameSync(folder.staged, folder.final);
    }
  }

  /** The restored folders stay; what stood there was of an installation that nobody used. */
  keep(): void {
    for (const { aside } of this.#folders.splice(0)) {
      rmSync(aside, { recursive: true, force: true });
    }
  }

  takeBack(): void {
    for (const folder of this.#folders.splice(0).reverse()) {
      if (folder.moved) {
        rmSync(folder.final, { recursive: true, force: true });
        if (existsSync(folder.aside)) renameSync(folder.aside, folder.final);
      }
      rmSync(folder.staged, { recursive: true, force: true });
    }
  }
}
