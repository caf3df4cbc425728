import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isAlive, waitUntilGone } from '#kernel/embedded-postgres/processes.ts';
import { createTestDatabase, stopTestServer } from '#tests/database.ts';
import { postmasterOf } from './installation.ts';

const command = fileURLToPath(new URL('../../bin/commonward.mjs', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

function start(settings: Record<string, string>): Started {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [command, 'start'], {
    env: { PATH, HOME, TZ: 'UTC', PORT: '0', LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output: () => text, exited };
}

/** The port on which it answers. */
async function ready(started: Started): Promise<number> {
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const port = /ready at http:\/\/localhost:(\d+)/.exec(started.output())?.[1];
    if (port !== undefined) return Number(port);
    if (started.child.exitCode !== null || Date.now() > giveUpAt) assert.fail(started.output());
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function answers(port: number): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/api/v1/openapi.json`)).status;
}

describe('commonward start', () => {
  let dataDir: string;
  before(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'commonward-start-'));
    chmodSync(dataDir, 0o711);
  });
  after(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await stopTestServer();
  });

  test('refuses a second start beside a running one without harm; SIGTERM ends everything', async () => {
    const first = start({ DATA_DIR: dataDir });
    const port = await ready(first);
    const second = start({ DATA_DIR: dataDir });
    assert.equal(await second.exited, 5, second.output());
    assert.match(second.output(), new RegExp(String(first.child.pid)), 'it names the process');
    assert.equal(await answers(port), 200, 'the first one is as it was');
    const postmaster = postmasterOf(dataDir) ?? assert.fail('no database');
    first.child.kill('SIGTERM');
    assert.equal(await first.exited, 0, first.output());
    assert.ok(!isAlive(postmaster), 'the database ended with it');
    assert.ok(!isAlive(first.child.pid ?? 0));
  });

  test('says that a port is taken, and leaves nothing behind', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const refused = start({ DATA_DIR: dataDir, PORT: String(port) });
    assert.equal(await refused.exited, 1, refused.output());
    assert.match(refused.output(), new RegExp(`Port ${port} is taken.*PORT=`, 's'));
    assert.doesNotMatch(refused.output(), /\n\s+at /, 'a message, not a stack');
    other.close();
    const postmaster = postmasterOf(dataDir);
    assert.ok(postmaster === null || !isAlive(postmaster), 'the database ended with it');
  });

  test('starts again after kill -9, and ends what the killed one left', async () => {
    const killed = start({ DATA_DIR: dataDir });
    await ready(killed);
    const left = postmasterOf(dataDir) ?? assert.fail('no database');
    killed.child.kill('SIGKILL');
    await killed.exited;
    const again = start({ DATA_DIR: dataDir });
    assert.equal(await answers(await ready(again)), 200);
    assert.ok(await waitUntilGone([left], 5000), 'the old database server is gone');
    again.child.kill('SIGINT');
    assert.equal(await again.exited, 0, again.output());
  });

  test('uses the database that DATABASE_URL names, and starts none of its own', async () => {
    const database = await createTestDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'commonward-start-'));
    try {
      const started = start({ DATA_DIR: folder, DATABASE_URL: database.url });
      assert.equal(await answers(await ready(started)), 200);
      assert.equal(postmasterOf(folder), null);
      started.child.kill('SIGTERM');
      assert.equal(await started.exited, 0, started.output());
    } finally {
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
