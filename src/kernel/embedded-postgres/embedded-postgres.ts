import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { findBinaries, reachableBinaries } from './binaries.ts';
import { databaseName, ensureCluster, readPassword, writePrivateFile } from './cluster.ts';
import { endLeftovers, stopPostmaster } from './leftovers.ts';
import { type Location, prepareLocation } from './location.ts';
import { takeLock } from './lock.ts';
import { signalProcess } from './processes.ts';
import { launchServer, type RunningServer } from './server.ts';
import { type Durability, serverSettings, settingsFile } from './settings.ts';

/** What {@link startEmbeddedPostgres} needs to know. */
export interface EmbeddedPostgresOptions {
  /** The application's data folder (DATA_DIR); made when missing. */
  readonly dataDir: string;
  /** Told in a few words what takes time or is worth knowing. */
  readonly log?: (message: string) => void;
  /** `none` skips syncing to disk; only for clusters of tests that are thrown away. Default `full`. */
  readonly durability?: Durability;
  /** Server settings that win over ours, by their PostgreSQL names. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Run once the data folder is held, before anything is made or started in it; what it throws ends the start. */
  readonly whenHeld?: () => Promise<void>;
  /** Where root keeps what the server's account must reach. Default `/var/lib/commonward`. */
  readonly systemFolder?: string;
}

/** A running embedded database. */
export interface EmbeddedPostgres {
  /** Connection URL of the superuser on the database `commonward`; carries the password, so it is never logged. */
  readonly url: string;
  /** The server's process id. */
  readonly pid: number;
  /** Settles when the server's process has ended, for whatever reason; with its exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  /** Shuts the server down (sessions ended, everything written) and gives the data folder free. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that the product brings along, on the data folder's cluster, which is made at the first start.
 * The server listens on a Unix socket in a private folder (on Windows on a loopback port), asks for a password, and syncs
 * every commit. As root it runs as another account. What a killed parent left behind is ended first.
 *
 * @throws AlreadyRunningError when a living process holds the data folder; nothing is touched then
 * @throws EmbeddedPostgresError when the programs are missing, or the cluster cannot be made or started
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const durability = options.durability ?? 'full';
  const systemFolder = options.systemFolder ?? '/var/lib/commonward';
  const location = prepareLocation(options.dataDir, systemFolder);
  const releaseLock = takeLock(join(location.base, 'lock'), location.dataDir, location.runAs);
  try {
    await options.whenHeld?.();
    const binaries = reachableBinaries(findBinaries(), location.runAs, systemFolder);
    await endLeftovers(location, log);
    await ensureCluster(location, binaries, durability, log);
    const settings = serverSettings(durability, options.settings ?? {});
    const settingsPath = join(location.cluster, 'commonward.conf');
    writePrivateFile(settingsPath, settingsFile(settings), location.runAs);
    const server = await launchServer(location, binaries);
    return await attach(server, location, releaseLock);
  } catch (error) {
    releaseLock();
    throw error;
  }
}

async function attach(
  server: RunningServer,
  location: Location,
  releaseLock: () => void,
): Promise<EmbeddedPostgres> {
  const { child, pid } = server;
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  // A process that exits without stopping must not leave the server behind.
  const stopAtExit = (): void => signalProcess(pid, 'SIGINT');
  process.once('exit', stopAtExit);
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      if (child.exitCode === null && child.signalCode === null) await stopPostmaster(pid);
      await exited;
      releaseLock();
    })();
    return stopping;
  };
  void exited.then(() => process.removeListener('exit', stopAtExit));
  try {
    const password = readPassword(location);
    await ensureDatabase(connectionUrl(location, server.port, password, 'postgres'));
    return { url: connectionUrl(location, server.port, password, databaseName), pid, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function connectionUrl(
  location: Location,
  port: number,
  password: string,
  database: string,
): string {
  const socket = location.socketFolder;
  const host = socket === null ? `127.0.0.1:${port}` : 'localhost';
  const url = new URL(`postgresql://${databaseName}:${password}@${host}/${database}`);
  if (socket !== null) url.searchParams.set('host', socket);
  return url.href;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [
      databaseName,
    ]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}
