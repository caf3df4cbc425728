import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { systemClock } from '#kernel/clock/clock.ts';
import { type Config, readConfig } from '#kernel/config/config.ts';
import { Database } from '#kernel/database/database.ts';
import { migrate } from '#kernel/database/migrate.ts';
import { startEmbeddedPostgres } from '#kernel/embedded-postgres/embedded-postgres.ts';
import { createIdentity } from '#kernel/identity/identity.ts';
import { createLog, type Log } from '#kernel/log/log.ts';
import { catalogue } from './catalogue.ts';
import { loadReferenceData } from './reference-data.ts';
import { createServer } from './server.ts';
import { createServices } from './services.ts';

export interface StartOptions {
  /** Load the demonstration data in the background when the installation is empty. */
  readonly demo: boolean;
  /** Told in a few words what goes on; the command line prints it. */
  readonly say: (words: string) => void;
}

export interface Running {
  readonly address: string;
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
  const ends: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return await startParts(options, config, log, ends, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  options: StartOptions,
  config: Config,
  log: Log,
  ends: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Running> {
  const url = await databaseUrl(config, options, ends);
  const ran = await migrate(url);
  if (ran.length > 0) await loadReferenceData(url, systemClock.now());
  if (ran.length > 0) log.info({ migrations: ran.length }, 'database is at this version');
  const database = new Database({
    url,
    poolSize: config.DATABASE_POOL_SIZE,
    namedStatements: config.DATABASE_NAMED_STATEMENTS,
    log,
  });
  ends.push(() => database.close());
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
    more: services.routes,
  });
  ends.push(() => app.close());
  const address = await listen(app, config);
  options.say(`Commonward is ready at ${config.PUBLIC_URL ?? address}`);
  if (config.WORKER) {
    await services.start();
    ends.push(() => services.stop());
  }
  return { address, stop };
}

async function databaseUrl(
  config: Config,
  options: StartOptions,
  ends: (() => Promise<void>)[],
): Promise<string> {
  if (config.DATABASE_URL !== undefined) return config.DATABASE_URL;
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log: options.say });
  ends.push(() => embedded.stop());
  return embedded.url;
}

/** @throws StartError naming the port when another program has it. */
async function listen(
  app: Awaited<ReturnType<typeof createServer>>,
  config: Config,
): Promise<string> {
  try {
    await app.listen({ port: config.PORT, host: config.HOST });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') {
      throw new StartError(
        `Port ${config.PORT} is taken by another program. Stop it, or choose another port: PORT=8081 npm start`,
      );
    }
    if (code === 'EACCES') {
      throw new StartError(`This account may not open port ${config.PORT}. Choose one above 1023.`);
    }
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  const scheme = config.TLS_CERT_FILE === undefined ? 'http' : 'https';
  return `${scheme}://localhost:${port}`;
}
