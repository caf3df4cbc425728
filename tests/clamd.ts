import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

const executable = ['/usr/sbin/clamd', '/usr/local/sbin/clamd', '/opt/homebrew/sbin/clamd'].find(
  (path) => existsSync(path),
);
const patienceMs = 60_000;

/** EICAR's test file, put together here: verbatim it would make scanners refuse the sources. */
export const testVirus = Buffer.from(
  [
    ...['X5O!P%@AP[4', String.fromCharCode(92), 'PZX54(P^)7CC)7}$EICAR'],
    ...['-STANDARD-ANTIVIRUS', '-TEST-FILE!$H+H*'],
  ].join(''),
  'latin1',
);

/** A real clamd on loopback that knows one signature: EICAR's, wherever it stands in a file. */
export interface Clamd {
  readonly url: string;
  /** Starts it, if it does not run, and waits until it answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

export const withoutClamd = executable === undefined;

/** Says plainly what is missing. */
export function skipWithoutClamd(t: TestContext): boolean {
  if (!withoutClamd) return false;
  t.skip('no clamd was found on this machine (apt-get install clamav-daemon)');
  return true;
}

/** @param streamMaxBytes largest file that it takes */
export async function prepareClamd(streamMaxBytes: number): Promise<Clamd> {
  if (executable === undefined) throw new Error('skipWithoutClamd was not asked');
  const folder = mkdtempSync(join(tmpdir(), 'commonward-clamd-'));
  const port = await freePort();
  writeFileSync(
    join(folder, 'test.ndb'),
    `Eicar-Test-Signature:0:*:${testVirus.toString('hex')}\n`,
  );
  const config = join(folder, 'clamd.conf');
  writeFileSync(
    config,
    [
      ...[`TCPSocket ${port}`, 'TCPAddr 127.0.0.1', `DatabaseDirectory ${folder}`],
      ...['Foreground yes', `TemporaryDirectory ${folder}`, 'ExtendedDetectionInfo no'],
      ...[`StreamMaxLength ${streamMaxBytes}`, 'MaxThreads 2', 'AlertExceedsMax yes'],
    ].join('\n'),
  );
  let running: ChildProcess | null = null;
  const stop = async (): Promise<void> => {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url: `tcp://127.0.0.1:${port}`,
    start: async () => {
      if (running !== null) return;
      running = spawn(executable, ['-c', config], { stdio: 'ignore' });
      const giveUpAt = Date.now() + patienceMs;
      while (!(await answers(port))) {
        if (running.exitCode !== null || Date.now() > giveUpAt) throw new Error('no clamd');
        await delay(50);
      }
    },
    stop,
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('zPING\0'));
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false)).once('close', () => resolve(false));
  });
}
