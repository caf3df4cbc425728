import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Principal, systemPrincipal } from '#kernel/access/principal.ts';
import { type Clock, systemClock } from '#kernel/clock/clock.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { type Config, readConfig } from '#kernel/config/config.ts';
import { Database } from '#kernel/database/database.ts';
import { migrate, migrationNames } from '#kernel/database/migrate.ts';
import { databaseName, readPassword } from '#kernel/embedded-postgres/cluster.ts';
import { startEmbeddedPostgres } from '#kernel/embedded-postgres/embedded-postgres.ts';
import { AlreadyRunningError } from '#kernel/embedded-postgres/errors.ts';
import { prepareLocation } from '#kernel/embedded-postgres/location.ts';
import { createIdentity, type Identity } from '#kernel/identity/identity.ts';
import { createLog } from '#kernel/log/log.ts';
import { loadReferenceData } from '../reference-data.ts';
import { CommandFailure, exitCodes } from './failures.ts';

/** What an administrative command works with: the database itself, whether the product runs or not. */
export interface Administration {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: Database;
  identity(): Identity;
  /** Rows that anybody owns, read as the owner of the database. */
  read<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A change with its trail entry, for an organisation, by the product itself at somebody's command. */
  change<T>(organisationId: string, work: (context: WriteContext) => Promise<T>): Promise<T>;
  /** As whom the trail shows it: the command line, with the name of the account on this machine. */
  principal(organisationId: string | null): Principal;
}

export interface AdministrationNeeds {
  /** The database may be at another version, or have nothing at all: `migrate` and `restore`. */
  readonly anyVersion?: boolean;
  readonly say?: (words: string) => void;
}

/**
 * Opens the database of DATABASE_URL, or the embedded one: that of the server that runs on DATA_DIR, else started for the time of `work`.
 * @throws CommandFailure when the schema is another version's.
 */
export async function administering<T>(
  work: (parts: Administration) => Promise<T>,
  needs: AdministrationNeeds = {},
): Promise<T> {
  const config = readConfig(process.env);
  const say = needs.say ?? (() => undefined);
  const place = await databasePlace(config, say);
  try {
    if (needs.anyVersion !== true) await checkVersion(place, say);
    const log = createLog('error');
    const database = new Database({ url: place.url, poolSize: 4, namedStatements: false, log });
    try {
      return await work(administrationOf(config, database));
    } finally {
      await database.close();
    }
  } finally {
    await place.leave();
  }
}

function administrationOf(config: Config, database: Database): Administration {
  const clock = systemClock;
  const principal = (organisationId: string | null): Principal => ({
    ...systemPrincipal(`command line, ${userInfo().username}`),
    organisationId,
  });
  return {
    config,
    clock,
    database,
    identity: () => createIdentity({ database, clock, config, log: createLog('error') }),
    read: (text, values = []) =>
      database.transaction(
        { role: 'owner', scope: [], person: null, readOnly: true },
        async ({ client }) => (await client.query(text, [...values])).rows,
      ),
    change: (organisationId, work) =>
      inWriteTransaction(
        { database, clock },
        {
          principal: principal(organisationId),
          scope: { organisations: [organisationId] },
          role: 'system',
        },
        work,
      ),
    principal,
  };
}

interface Place {
  readonly url: string;
  /** True when nobody else uses the database now. */
  readonly alone: boolean;
  leave(): Promise<void>;
}

async function databasePlace(config: Config, say: (words: string) => void): Promise<Place> {
  if (config.DATABASE_URL !== undefined) {
    return { url: config.DATABASE_URL, alone: false, leave: async () => undefined };
  }
  try {
    const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log: say });
    return { url: embedded.url, alone: true, leave: () => embedded.stop() };
  } catch (error) {
    if (!(error instanceof AlreadyRunningError)) throw error;
    const url = await runningUrl(config.dataDir, error);
    return { url, alone: false, leave: async () => undefined };
  }
}

/** Where root keeps what the server's account must reach, as the driver has it. */
const systemFolder = '/var/lib/commonward';
/** How long a server that is just starting may take until its database answers. */
const startingMs = 20_000;

/** The database of the server that runs on the data folder: its socket (on Windows its port) and password are files of that folder. */
async function runningUrl(dataDir: string, running: AlreadyRunningError): Promise<string> {
  const location = prepareLocation(dataDir, systemFolder);
  const giveUpAt = performance.now() + startingMs;
  for (;;) {
    try {
      const url = new URL(`postgresql://${databaseName}:secret@localhost/${databaseName}`);
      url.password = readPassword(location);
      if (location.socketFolder !== null) url.searchParams.set('host', location.socketFolder);
      else url.port = readFileSync(join(location.base, 'port'), 'utf8').trim();
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      await client.end();
      return url.href;
    } catch (error) {
      if (performance.now() > giveUpAt) {
        throw new CommandFailure(
          exitCodes.unreachable,
          `Process ${running.pid} has the data folder, and its database does not answer: ${String(error)}`,
        );
      }
      await delay(200);
    }
  }
}

async function checkVersion(place: Place, say: (words: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: place.url });
  await client.connect();
  let missing: string[];
  try {
    const there = await client.query(`select to_regclass('public.migration') as name`);
    const done =
      there.rows[0]?.name === null
        ? []
        : (await client.query<{ name: string }>('select name from public.migration')).rows;
    const names = new Set(done.map((row) => row.name));
    missing = (await migrationNames()).filter((name) => !names.has(name));
  } finally {
    await client.end();
  }
  if (missing.length === 0) return;
  if (!place.alone) {
    throw new CommandFailure(
      exitCodes.failure,
      'The database is not at this version. Run: commonward migrate',
    );
  }
  say('Bringing the database to this version');
  await bringToVersion(place.url);
}

/** Migrations, and the reference data that the product ships when any ran. */
export async function bringToVersion(url: string): Promise<string[]> {
  const ran = await migrate(url);
  if (ran.length > 0) await loadReferenceData(url, systemClock.now());
  return ran;
}
