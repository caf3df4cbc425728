import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import type { Location } from './location.ts';
import type { RunAs } from './run-as.ts';
import type { Durability } from './settings.ts';
import { serverEnvironment, spawnIdentity } from './spawning.ts';

const run = promisify(execFile);

/** The name of the superuser and of the database. */
export const databaseName = 'commonward';

/**
 * Makes the cluster if there is none: UTF-8, the built-in C.UTF-8 collation (the same on every machine and for ever),
 * checksums, passwords by SCRAM. It is built beside its place and moved there once it is on the disk, so an interrupted first
 * start leaves nothing that could be taken for a cluster.
 */
export async function ensureCluster(
  location: Location,
  binaries: PostgresBinaries,
  durability: Durability,
  log: (message: string) => void,
): Promise<void> {
  const { base, cluster, runAs } = location;
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    checkVersion(cluster, binaries);
    return;
  }
  log('Creating the database');
  removeDrafts(base);
  const draft = join(base, `cluster.draft.${process.pid}`);
  const passwordFile = writePrivateFile(
    join(base, `password.${process.pid}`),
    newPassword(),
    runAs,
  );
  const options = { cwd: base, env: serverEnvironment(), ...spawnIdentity(runAs) };
  try {
    await run(binaries.initdb, initdbArguments(draft, passwordFile), options);
    arrangeConfiguration(draft, runAs);
    if (durability === 'full') {
      await run(binaries.initdb, ['--sync-only', '-D', draft], options);
      syncPath(passwordFile);
    }
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
    const detail = (error as { stderr?: string }).stderr ?? String(error);
    throw new EmbeddedPostgresError(`The database could not be created: ${detail.trim()}`);
  }
  renameSync(passwordFile, join(base, 'password'));
  renameSync(draft, cluster);
  if (durability === 'full') syncPath(base);
}

/** The superuser's password. */
export function readPassword(location: Location): string {
  const path = join(location.base, 'password');
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The password of the database cannot be read from ${path}: ${(error as Error).message}`,
    );
  }
}

/** Writes a file that its owner alone can read, following no link; returns the path. */
export function writePrivateFile(path: string, content: string, runAs: RunAs | null): string {
  rmSync(path, { force: true });
  writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
  if (runAs !== null) chownSync(path, runAs.uid, runAs.gid);
  return path;
}

function initdbArguments(folder: string, passwordFile: string): string[] {
  return [
    ...['-D', folder, '-U', databaseName, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256'],
    ...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--data-checksums', '--no-sync', '--no-instructions', '-T', 'simple'],
  ];
}

function arrangeConfiguration(cluster: string, runAs: RunAs | null): void {
  appendFileSync(
    join(cluster, 'postgresql.conf'),
    "\ninclude_if_exists 'commonward.conf'\ninclude_if_exists 'local.conf'\n",
  );
  writePrivateFile(join(cluster, 'local.conf'), '# Your own server settings.\n', runAs);
}

function checkVersion(cluster: string, binaries: PostgresBinaries): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const expected = binaries.version.split('.')[0];
  if (found !== expected) {
    throw new EmbeddedPostgresError(
      `The database in ${cluster} was made by PostgreSQL ${found}; this release brings ${expected}. Make a backup with the release that made it and restore it with this one.`,
    );
  }
}

function removeDrafts(base: string): void {
  for (const name of readdirSync(base)) {
    if (name.startsWith('cluster.draft.') || /^password\.\d+$/.test(name)) {
      rmSync(join(base, name), { recursive: true, force: true });
    }
  }
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

function syncPath(path: string): void {
  // Windows cannot sync a folder.
  if (process.platform === 'win32') return;
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
