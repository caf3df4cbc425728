import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchownSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { AlreadyRunningError, EmbeddedPostgresError } from './errors.ts';
import { identify, type ProcessIdentity } from './processes.ts';
import type { RunAs } from './run-as.ts';

/**
 * Takes the lock of a data folder for this process, or raises {@link AlreadyRunningError} when a living process holds it.
 * The lock names its holder by process id and start time, so one left by a killed process, even one whose id is in use
 * again, is recognised and replaced.
 *
 * @param path the lock file
 * @param dataDir the folder as the user knows it, for the message
 * @returns gives the lock back
 */
export function takeLock(path: string, dataDir: string, owner: RunAs | null): () => void {
  const own = identify(process.pid) ?? { pid: process.pid, startedAt: '' };
  const content = JSON.stringify({ ...own, token: randomBytes(8).toString('hex') });
  for (let attempt = 0; attempt < 20; attempt++) {
    if (placeLock(path, content, owner)) {
      return () => {
        if (readText(path) === content) rmSync(path, { force: true });
      };
    }
    const found = readText(path);
    if (found === null) continue;
    const holder = parseHolder(found);
    if (holder !== null && isHeld(holder)) throw new AlreadyRunningError(dataDir, holder.pid);
    discardStale(path, found);
  }
  throw new EmbeddedPostgresError(
    `The lock ${path} could not be taken; remove it if no server runs.`,
  );
}

/** Links a finished file into place: the lock is never seen half-written. */
function placeLock(path: string, content: string, owner: RunAs | null): boolean {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = openSync(draft, 'wx', 0o644);
  try {
    writeSync(file, content);
    if (owner !== null) fchownSync(file, owner.uid, owner.gid);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a stale lock aside; when somebody replaced it in between, theirs is put back. */
function discardStale(path: string, expected: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readText(aside) !== expected) {
    try {
      linkSync(aside, path);
    } catch {
      // A third process holds the lock by now, and the next look at it says so.
    }
  }
  rmSync(aside, { force: true });
}

function isHeld(holder: ProcessIdentity): boolean {
  const living = identify(holder.pid);
  if (living === null) return false;
  return living.startedAt === holder.startedAt;
}

function parseHolder(text: string): ProcessIdentity | null {
  try {
    const value = JSON.parse(text) as Partial<ProcessIdentity>;
    if (typeof value.pid !== 'number' || typeof value.startedAt !== 'string') return null;
    return { pid: value.pid, startedAt: value.startedAt };
  } catch {
    return null;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
