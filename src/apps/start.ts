import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { type AddressInfo, createServer as createProbe } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '#kernel/clock/clock.ts';
import { type Config, readConfig } from '#kernel/config/config.ts';
import { Database } from '#kernel/database/database.ts';
import { migrate } from '#kernel/database/migrate.ts';
import { startEmbeddedPostgres } from '#kernel/embedded-postgres/embedded-postgres.ts';
import { createIdentity } from '#kernel/identity/identity.ts';
import { createLog, type Log } from '#kernel/log/log.ts';
import { keepDefinitions } from '#work/definitions/keep-definitions.ts';
import { catalogue } from './catalogue.ts';
import { clearInterruptedDemonstration } from './demo/begin-anew.ts';
import { loadReferenceData } from './reference-data.ts';
import { createServer } from './server.ts';
import { createServices, type Services } from './services.ts';

export interface StartOptions {
  /** Load the demonstration data in the background when the installation is empty. */
  readonly demo: boolean;
  /** Told in a few words what goes on; the command line prints it. */
  readonly say: (words: string) => void;
}

export interface Running {
  readonly address: string;
  /** Settles, with what happened in words, when the embedded database ended by itself: nothing works any more, so stop and start again. */
  readonly broken: Promise<string>;
  /** Ends server, worker and embedded database, in this order; safe to call twice. */
  stop(): Promise<void>;
}

/** The product cannot start; the message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/**
 * Starts everything on one port: embedded database (unless DATABASE_URL names another), migrations, server, worker.
 * @throws ConfigError, AlreadyRunningError, EmbeddedPostgresError, StartError (taken port)
 */
export async function start(options: StartOptions): Promise<Running> {
  const config = readConfig(process.env);
  mkdirSync(config.dataDir, { recursive: true });
  const log = createLog(config.LOG_LEVEL);
  const ends: End[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await ended(end, log);
  };
  try {
    return await startParts(options, config, log, ends, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

interface End {
  readonly part: string;
  run(): Promise<void>;
}

/** How long a part may take to end before the others go on: the database alone may take a minute to write everything. */
const endWaitMs = 70_000;
/** How long requests under way may take to end, streams of progress included. */
const requestsWaitMs = 5_000;

/** Ends one part; one that fails to end, or does not end, keeps no other from ending. */
async function ended({ part, run }: End, log: Log): Promise<void> {
  const patience = new AbortController();
  const late = delay(endWaitMs, 'late' as const, { signal: patience.signal }).catch(() => null);
  try {
    const outcome = await Promise.race([run(), late]);
    if (outcome === 'late') log.error({ part }, 'a part does not end');
  } catch (error) {
    log.error({ err: error, part }, 'a part did not end well');
  } finally {
    patience.abort();
  }
}

async function closeServer(app: Awaited<ReturnType<typeof createServer>>): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), requestsWaitMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

async function startParts(
  options: StartOptions,
  config: Config,
  log: Log,
  ends: End[],
  stop: () => Promise<void>,
): Promise<Running> {
  const { url, broken } = await databaseOf(config, options, ends);
  if (options.demo && (await clearInterruptedDemonstration(url))) {
    options.say('The demonstration data were not loaded to their end: they begin anew.');
  }
  const ran = await migrate(url);
  if (ran.length > 0) await loadReferenceData(url, systemClock.now());
  if (ran.length > 0) log.debug({ migrations: ran }, 'database is at this version');
  const database = new Database({
    url,
    poolSize: config.DATABASE_POOL_SIZE,
    namedStatements: config.DATABASE_NAMED_STATEMENTS,
    log,
  });
  ends.push({ part: 'connections', run: () => database.close() });
  await definitionsAreKept(database, log);
  const identity = createIdentity({ database, clock: systemClock, config, log });
  const services = createServices({
    config,
    log,
    clock: systemClock,
    database,
    catalogue,
    identity,
  });
  const app = await createServer({
    config,
    log,
    clock: systemClock,
    database,
    identity,
    catalogue,
    files: services.files,
    metrics: services.metrics,
    more: services.routes,
  });
  ends.push({ part: 'server', run: () => closeServer(app) });
  const address = await listen(app, config);
  options.say(`Commonward is ready at ${config.PUBLIC_URL ?? address}`);
  if (!options.demo) {
    if (config.WORKER) await startWorker(services, ends);
    return { address, broken, stop };
  }
  // Nothing of it is needed to be ready.
  const { demoAccounts, loadDemonstration } = await import('./demo/load-demo.ts');
  options.say(demoAccounts());
  const { say } = options;
  const stopping = new AbortController();
  const loaded = loadDemonstration({
    ...{ runner: { database, clock: systemClock }, catalogue, files: services.files },
    ...{ identity, log, say, stopping: stopping.signal },
  }).catch((error: unknown) => log.error({ err: error }, 'the demonstration data stopped'));
  // The demonstration goes through weeks that are past: until it has come to today, the worker waits for it.
  if (config.WORKER) await startWorker(services, ends, loaded);
  const run = async (): Promise<void> => {
    stopping.abort();
    await loaded;
  };
  ends.push({ part: 'demonstration', run });
  return { address, broken, stop };
}

/** @throws StartError when an open case runs by a definition that this release does not have */
async function definitionsAreKept(database: Database, log: Log): Promise<void> {
  const { changed, missing } = await keepDefinitions({ database, clock: systemClock }, catalogue);
  if (changed.length > 0) log.warn({ changed }, 'definitions differ from those of the last start');
  if (missing.length === 0) return;
  throw new StartError(
    `Open cases run by definitions that this release does not have: ${missing.join(', ')}. Start the release that has them, and end those cases first.`,
  );
}

async function startWorker(
  services: Services,
  ends: End[],
  quiet?: Promise<unknown>,
): Promise<void> {
  await services.start(quiet);
  ends.push({ part: 'worker', run: () => services.stop() });
}

async function databaseOf(
  config: Config,
  options: StartOptions,
  ends: End[],
): Promise<{ url: string; broken: Promise<string> }> {
  // Another server than the embedded one is waited for: it may come back.
  const never = new Promise<string>(() => undefined);
  if (config.DATABASE_URL !== undefined) return { url: config.DATABASE_URL, broken: never };
  const embedded = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: options.say,
    // A second start on the folder is told that first, and a first one makes no database for nothing.
    whenHeld: () => probePort(config),
  });
  let stopping = false;
  const run = (): Promise<void> => {
    stopping = true;
    return embedded.stop();
  };
  ends.push({ part: 'database', run });
  const broken = embedded.exited.then((code) =>
    stopping
      ? never
      : `The database server ended by itself (${code === null ? 'killed' : `code ${code}`}). Start again: everything acknowledged is there.`,
  );
  return { url: embedded.url, broken };
}

/** Says before a database is made or started that another program has the port. @throws StartError */
async function probePort(config: Config): Promise<void> {
  const probe = createProbe();
  try {
    probe.listen({ port: config.PORT, host: config.HOST });
    await once(probe, 'listening');
  } catch (error) {
    throw portFault(error, config);
  } finally {
    probe.close();
  }
}

/** What to do about a port that cannot be had; any other error as it is. */
function portFault(error: unknown, config: Config): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return new StartError(
      `Port ${config.PORT} is taken by another program. Stop it, or choose another port: PORT=8081 npm start`,
    );
  }
  if (code === 'EACCES') {
    return new StartError(`This account may not open port ${config.PORT}. Choose one above 1023.`);
  }
  return error;
}

/** @throws StartError naming the port when another program took it meanwhile. */
async function listen(
  app: Awaited<ReturnType<typeof createServer>>,
  config: Config,
): Promise<string> {
  try {
    await app.listen({ port: config.PORT, host: config.HOST });
  } catch (error) {
    throw portFault(error, config);
  }
  const { port } = app.server.address() as AddressInfo;
  const scheme = config.TLS_CERT_FILE === undefined ? 'http' : 'https';
  return `${scheme}://localhost:${port}`;
}
