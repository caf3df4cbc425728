import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadReferenceData } from '#apps/reference-data.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { readConfig } from '#kernel/config/config.ts';
import { Database } from '#kernel/database/database.ts';
import { newId } from '#kernel/database/ids.ts';
import { migrate } from '#kernel/database/migrate.ts';
import { startEmbeddedPostgres } from '#kernel/embedded-postgres/embedded-postgres.ts';
import { createIdentity } from '#kernel/identity/identity.ts';
import { createLog } from '#kernel/log/log.ts';

const child = fileURLToPath(new URL('./child.ts', import.meta.url));
const startPatienceMs = 90_000;

export interface Member {
  readonly personId: string;
  readonly token: string;
}

export interface Party {
  readonly organisationId: string;
  /** Two people with every role of change and assets, so that one can do what the other may not. */
  readonly members: readonly Member[];
}

/** A data folder with two organisations and their people, of which nothing runs yet. */
export interface Installation {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly parties: readonly Party[];
  /** The database's process, as its pid file names it; null when there is none. */
  postmaster(): number | null;
  remove(): void;
}

const roles = [
  'change-manager',
  'change-tester',
  'operations-management',
  'change-implementer',
  'asset-manager',
];

export async function prepareInstallation(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'commonward-faults-'));
  // As root the database runs as another account, which must be able to pass.
  chmodSync(dataDir, 0o711);
  const log = createLog('silent');
  const server = await startEmbeddedPostgres({ dataDir });
  const { url } = server;
  try {
    await migrate(url);
    await loadReferenceData(url, systemClock.now());
    const database = new Database({ url, poolSize: 2, namedStatements: true, log });
    const config = readConfig({ DATA_DIR: dataDir });
    const identity = createIdentity({ database, clock: systemClock, config, log });
    const parties: Party[] = [];
    for (const code of ['NORTH', 'SOUTH']) {
      const organisationId = await makeOrganisation(database, code);
      const members: Member[] = [];
      for (const name of ['ines', 'otto']) {
        const personId = await makePerson(database, organisationId, `${name}-${code}`);
        const { token } = await identity.createToken({
          personId,
          name: 'load',
          scopes: ['*'],
          expiresAt: new Date(Date.now() + 30 * 86_400_000),
        });
        members.push({ personId, token });
      }
      parties.push({ organisationId, members });
    }
    await database.close();
    return {
      dataDir,
      databaseUrl: url,
      parties,
      postmaster: () => postmasterOf(dataDir),
      remove: () => rmSync(dataDir, { recursive: true, force: true }),
    };
  } finally {
    await server.stop();
  }
}

const asOwner = { role: 'owner', scope: [], person: null } as const;

async function makeOrganisation(database: Database, code: string): Promise<string> {
  const id = newId();
  await database.transaction(asOwner, ({ client }) =>
    client.query(
      `insert into organisation (id, kind, code, name, valid_from, created_at, updated_at)
       values ($1, 'telecom-operator', $2, $2, '2020-01-01', $3, $3)`,
      [id, code, new Date()],
    ),
  );
  return id;
}

async function makePerson(
  database: Database,
  organisationId: string,
  name: string,
): Promise<string> {
  const id = newId();
  await database.transaction(asOwner, async ({ client }) => {
    await client.query(
      `insert into person (id, organisation_id, name, email, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)`,
      [id, organisationId, name, `${name.toLowerCase()}@example.test`, new Date()],
    );
    for (const role of roles) {
      await client.query(
        `insert into role_holding (owner_id, id, person_id, role, valid_from, created_at, updated_at)
         values ($1, $2, $3, $4, '2020-01-01', $5, $5)`,
        [organisationId, newId(), id, role, new Date()],
      );
    }
  });
  return id;
}

export function postmasterOf(dataDir: string): number | null {
  const location = join(dataDir, 'location');
  const base = existsSync(location)
    ? readFileSync(location, 'utf8').trim()
    : join(dataDir, 'postgres');
  try {
    const [first] = readFileSync(join(base, 'cluster', 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(first);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** A process of the product that runs. */
export interface Launched {
  readonly pid: number;
  readonly base: string;
  /** Settles with the exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  readonly running: () => boolean;
  signal(name: NodeJS.Signals): void;
  /** The end of what it wrote. */
  output(): string;
}

/** Starts a process of the product with these settings, and waits until it answers. */
export async function launch(settings: Record<string, string>): Promise<Launched> {
  const { PATH = '', HOME = '' } = process.env;
  const started = spawn(process.execPath, [child], {
    env: { PATH, HOME, TZ: 'UTC', PORT: '0', LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = tailOf(started);
  let ended = false;
  const exited = new Promise<number | null>((resolve) => {
    started.once('exit', (code) => {
      ended = true;
      resolve(code);
    });
  });
  const giveUpAt = Date.now() + startPatienceMs;
  for (;;) {
    const port = /READY (\d+)/.exec(output())?.[1];
    if (port !== undefined && started.pid !== undefined) {
      return {
        pid: started.pid,
        base: `http://127.0.0.1:${port}`,
        exited,
        running: () => !ended,
        signal: (name) => void started.kill(name),
        output,
      };
    }
    if (ended || Date.now() > giveUpAt) {
      started.kill('SIGKILL');
      throw new Error(`A process of the product did not start:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function tailOf(started: ChildProcess): () => string {
  let text = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text =
        text.length < 100
          ? text + part
          : `${text.slice(0, 100)}${(text.slice(100) + part).slice(-8000)}`;
    });
  }
  return () => text;
}
