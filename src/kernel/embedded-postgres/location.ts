import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import { canReach, chooseRunAs, type RunAs } from './run-as.ts';

/** The folders of one embedded database. */
export interface Location {
  /** The data folder, absolute and without symbolic links. */
  readonly dataDir: string;
  /** Holds everything of the database: `cluster`, `password`, `lock`, the server's log. */
  readonly base: string;
  readonly cluster: string;
  /** The folder of the Unix socket; null on Windows, where the server listens on the loopback address. */
  readonly socketFolder: string | null;
  readonly runAs: RunAs | null;
}

/** Linux allows 107 bytes for a socket's path; macOS 103. The file's own name takes `/.s.PGSQL.5432`. */
const maxSocketFolderBytes = 103 - '/.s.PGSQL.5432'.length;

/**
 * Decides where the database of a data folder lives and creates the folders. It is `postgres` inside the data folder, unless
 * this process is root and the server's account cannot reach that: then it is `<systemFolder>/<hash of the path>`, and the
 * file `location` in the data folder names it.
 *
 * @throws EmbeddedPostgresError when `location` names a folder that is gone: an empty database is never put in its place
 */
export function prepareLocation(dataDirOption: string, systemFolder: string): Location {
  // Root's folder must let the server's account pass; an ordinary user's is for himself.
  mkdirSync(dataDirOption, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const dataDir = realpathSync(dataDirOption);
  letPassWhenEmpty(dataDir);
  const named = readNamedBase(dataDir);
  const inside = join(dataDir, 'postgres');
  const runAs = chooseRunAs([join(named ?? inside, 'cluster'), named ?? inside, dataDir]);
  const base = named ?? chooseBase(dataDir, inside, runAs, systemFolder);
  makePrivateFolder(base, runAs);
  return {
    dataDir,
    base,
    cluster: join(base, 'cluster'),
    socketFolder: prepareSocketFolder(base, runAs),
    runAs,
  };
}

/** A folder of root's that somebody made for this, as `mktemp` does: nothing in it is shown by letting the server's account pass. */
function letPassWhenEmpty(dataDir: string): void {
  const { uid, mode } = statSync(dataDir);
  if (process.getuid?.() === 0 && uid === 0 && readdirSync(dataDir).length === 0) {
    chmodSync(dataDir, (mode & 0o7777) | 0o011);
  }
}

function readNamedBase(dataDir: string): string | null {
  const path = join(dataDir, 'location');
  if (!existsSync(path)) return null;
  const base = readFileSync(path, 'utf8').trim();
  if (existsSync(base)) return base;
  throw new EmbeddedPostgresError(
    `${path} says that the database lives in ${base}, which does not exist. Bring that folder back, or remove the file to begin with an empty database.`,
  );
}

function chooseBase(
  dataDir: string,
  inside: string,
  runAs: RunAs | null,
  systemFolder: string,
): string {
  if (runAs === null || canReach(dataDir, runAs, 'pass')) return inside;
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  // What is there already is of a data folder that was removed, keys and files with it: it never comes back unasked.
  let base = join(systemFolder, hash);
  for (let next = 2; existsSync(base); next += 1) base = join(systemFolder, `${hash}-${next}`);
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
  writeFileSync(join(dataDir, 'location'), `${base}\n`, { mode: 0o644 });
  return base;
}

function makePrivateFolder(path: string, runAs: RunAs | null): void {
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (runAs !== null) chownSync(path, runAs.uid, runAs.gid);
  }
  const own = process.getuid?.();
  const { uid } = statSync(path);
  if (own !== undefined && own !== 0 && uid !== own) {
    throw new EmbeddedPostgresError(
      `The database in ${path} belongs to user ${uid}, and this process runs as user ${own}. Start it as that user, or choose another folder with DATA_DIR.`,
    );
  }
}

function prepareSocketFolder(base: string, runAs: RunAs | null): string | null {
  if (process.platform === 'win32') return null;
  const inside = join(base, 'socket');
  const fits = Buffer.byteLength(inside) <= maxSocketFolderBytes;
  const hash = createHash('sha256').update(base).digest('hex').slice(0, 16);
  const folder = fits ? inside : join(tmpdir(), `commonward-${hash}`);
  makePrivateFolder(folder, runAs);
  return folder;
}
