import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresBinaries } from './binaries.ts';
import { writePrivateFile } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import type { Location } from './location.ts';
import { serverEnvironment, spawnIdentity } from './spawning.ts';

/** A running server and where it listens. */
export interface RunningServer {
  readonly child: ChildProcess;
  readonly pid: number;
  /** The port, on Unix only the last part of the socket's name. */
  readonly port: number;
}

const startTimeoutMs = 120_000;
const maxLogBytes = 10 * 1024 * 1024;

/**
 * Starts the server and waits until it accepts connections, crash recovery included. It runs in a session of its own, so
 * Ctrl-C in a terminal reaches only the application, which stops it in order.
 *
 * @throws EmbeddedPostgresError with the end of the server's log when it ends instead, or takes longer than two minutes
 */
export async function launchServer(
  location: Location,
  binaries: PostgresBinaries,
): Promise<RunningServer> {
  const port = location.socketFolder === null ? await rememberedPort(location) : 5432;
  const logPath = join(location.base, 'postgres.log');
  rotateLog(logPath);
  const logStart = existsSync(logPath) ? statSync(logPath).size : 0;
  if (!existsSync(logPath)) writePrivateFile(logPath, '', location.runAs);
  const logFile = openSync(logPath, 'a');
  let failure: Error | null = null;
  const child = spawn(binaries.postgres, serverArguments(location, port), {
    cwd: location.base,
    env: serverEnvironment(),
    ...spawnIdentity(location.runAs),
    stdio: ['ignore', logFile, logFile],
    detached: true,
    windowsHide: true,
  });
  closeSync(logFile);
  child.on('error', (error) => {
    failure = error;
  });
  const giveUpAt = performance.now() + startTimeoutMs;
  for (;;) {
    if (failure !== null || child.exitCode !== null || child.signalCode !== null) {
      throw startFailure(failure, logPath, logStart);
    }
    if (child.pid !== undefined && isReady(location.cluster, child.pid)) {
      return { child, pid: child.pid, port };
    }
    if (performance.now() > giveUpAt) {
      child.kill('SIGQUIT');
      throw startFailure(new Error('it was not ready after two minutes'), logPath, logStart);
    }
    await delay(10);
  }
}

function serverArguments(location: Location, port: number): string[] {
  const listening =
    location.socketFolder === null
      ? ['-c', 'listen_addresses=127.0.0.1']
      : [
          '-c',
          'listen_addresses=',
          '-c',
          `unix_socket_directories=${quoted(location.socketFolder)}`,
        ];
  return [
    ...['-D', location.cluster, '-p', String(port), ...listening],
    ...['-c', 'unix_socket_permissions=0700'],
  ];
}

/** The setting is a list: a comma or blank in a name needs quotation marks. */
function quoted(folder: string): string {
  return `"${folder.replaceAll('"', '""')}"`;
}

/** The server writes its pid and, on line 8, `ready` into its pid file. */
function isReady(cluster: string, pid: number): boolean {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function startFailure(failure: Error | null, logPath: string, logStart: number): Error {
  const log = readFileSync(logPath).subarray(logStart).toString('utf8').trim();
  const lastLines = log.split('\n').slice(-12).join('\n');
  const reason = failure === null ? '' : `: ${failure.message}`;
  return new EmbeddedPostgresError(
    `The database server did not start${reason}. Its log (${logPath}):\n${lastLines}`,
  );
}

function rotateLog(path: string): void {
  if (!existsSync(path) || statSync(path).size < maxLogBytes) return;
  rmSync(`${path}.1`, { force: true });
  renameSync(path, `${path}.1`);
}

/** The port of the last start when it is still free, else another free one; written down. Only where there is no socket. */
async function rememberedPort(location: Location): Promise<number> {
  const path = join(location.base, 'port');
  const last = existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : 0;
  const port = (await tryPort(Number.isSafeInteger(last) ? last : 0)) ?? (await tryPort(0));
  if (port === null) throw new EmbeddedPostgresError('No port is free on the loopback address.');
  writePrivateFile(path, `${port}\n`, location.runAs);
  return port;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      const found = typeof address === 'object' && address !== null ? address.port : null;
      probe.close(() => resolve(found));
    });
  });
}
