import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer as createProbe } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import { type Config, ConfigError, readConfig } from '#kernel/config/config.ts';
import { startEmbeddedPostgres } from '#kernel/embedded-postgres/embedded-postgres.ts';
import { EmbeddedPostgresError } from '#kernel/embedded-postgres/errors.ts';
import { ServerProcess } from './dev/server-process.ts';
import { isServerSource } from './dev/server-sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Editors write a file in several steps, and people save several files at once. */
const gatherMs = 120;

/**
 * What the page may load while somebody works on it: as `npm start` says it, besides the socket of the hot reload, the styles that it
 * swaps, and the texts, which stand in the page itself.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'nonce-__CSP_NONCE__'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' ws: data:",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const notStarted = 'The server did not start; it is tried again at the next change.';
const say = (words: string): void => void process.stdout.write(`${words}\n`);

/** The product with hot reload: the page through Vite, the server as a child that restarts, on one database that stays. */
async function develop(): Promise<void> {
  const signal = new Promise<void>((done) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => done());
    endWithNpm(done);
  });
  const config = readConfig(process.env);
  const ends: (() => Promise<void>)[] = [];
  try {
    await startParts(config, ends);
    await signal;
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** npm passes SIGTERM to its shell only, which dies and leaves us behind: losing the parent means the same as SIGTERM. */
function endWithNpm(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, 250).unref();
}

async function startParts(config: Config, ends: (() => Promise<void>)[]): Promise<void> {
  const url = await databaseUrl(config, ends);
  const address = `http://localhost:${config.PORT}`;
  const server = new ServerProcess(await freePort(), {
    PUBLIC_URL: address,
    LOG_LEVEL: 'warn',
    ...process.env,
    DATABASE_URL: url,
  });
  ends.push(() => server.end());
  const vite = await createServer({
    configFile: `${root}vite.config.ts`,
    clearScreen: false,
    plugins: [waitFor(server)],
    server: {
      host: config.HOST,
      port: config.PORT,
      strictPort: true,
      headers: { 'Content-Security-Policy': policy },
      proxy: { '/api': { target: server.address, changeOrigin: false } },
    },
  });
  ends.push(() => vite.close());
  await vite.listen();
  const ending = new AbortController();
  ends.push(async () => ending.abort());
  const lookAtTables = () => sayTables(url, ending.signal);
  followSources(vite, server, lookAtTables);
  const outcome = await server.restart();
  if (outcome === 'ready') {
    say(`Hot reload at ${address}; Ctrl-C ends everything.`);
    lookAtTables();
  } else if (outcome === 'failed') say(notStarted);
}

async function databaseUrl(config: Config, ends: (() => Promise<void>)[]): Promise<string> {
  if (config.DATABASE_URL !== undefined) return config.DATABASE_URL;
  mkdirSync(config.dataDir, { recursive: true });
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log: say });
  ends.push(() => embedded.stop());
  return embedded.url;
}

/** Requests that come while the server restarts wait for it instead of failing; without a server they say so. */
function waitFor(server: ServerProcess): Plugin {
  return {
    name: 'wait-for-server',
    configureServer: (vite) => {
      vite.middlewares.use('/api', (_request, response, next) => {
        void server.settled.then(() => {
          if (server.up) return next();
          response.writeHead(503, { 'content-type': 'application/problem+json' });
          response.end(JSON.stringify({ title: notStarted, status: 503 }));
        });
      });
    },
  };
}

/**
 * A process of its own, because this one holds the definitions as they were when it began. It ends before the database does, and says nothing of
 * one that is gone.
 */
function sayTables(url: string, ending: AbortSignal): void {
  if (ending.aborted) return;
  spawn(process.execPath, [fileURLToPath(new URL('./dev/say-tables.ts', import.meta.url))], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: 'inherit',
    signal: ending,
  }).on('error', (error) => {
    if (!ending.aborted) throw error;
  });
}

function followSources(vite: ViteDevServer, server: ServerProcess, lookAtTables: () => void): void {
  let gathering: NodeJS.Timeout | undefined;
  const restart = async (path: string): Promise<void> => {
    say(`${path.slice(root.length)} changed; the server starts again.`);
    const outcome = await server.restart();
    if (outcome === 'ready') {
      say('Ready.');
      vite.ws.send({ type: 'full-reload' });
      lookAtTables();
    } else if (outcome === 'failed') say(notStarted);
  };
  vite.watcher.add([`${root}src`, `${root}db/migrations`]);
  vite.watcher.on('all', (event, path) => {
    if (event.endsWith('Dir') || !isServerSource(root, path)) return;
    clearTimeout(gathering);
    gathering = setTimeout(() => void restart(path), gatherMs);
  });
}

async function freePort(): Promise<number> {
  const probe = createProbe();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}

try {
  await develop();
} catch (error) {
  const known = error instanceof ConfigError || error instanceof EmbeddedPostgresError;
  const taken = error instanceof Error && /Port \d+ is already in use/.test(error.message);
  if (!known && !taken) throw error;
  process.stderr.write(
    `${error.message}${taken ? '. Choose another: PORT=8081 npm run dev' : ''}\n`,
  );
  process.exitCode = 1;
}
