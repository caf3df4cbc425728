import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from './kit/bench.ts';

const command = fileURLToPath(new URL('../bin/commonward.mjs', import.meta.url));

/** The product as it is started by hand, from a folder where nothing is: cluster, migrations, reference data, server and worker. */
export const bench: Bench = {
  run: async (figures, { small }) => {
    const first: number[] = [];
    const again: number[] = [];
    for (let n = 0; n < (small ? 1 : 7); n += 1) {
      const dataDir = mkdtempSync(join(tmpdir(), 'commonward-bench-'));
      chmodSync(dataDir, 0o711);
      try {
        first.push(await startAndStop(dataDir));
        again.push(await startAndStop(dataDir));
      } finally {
        rmSync(dataDir, { recursive: true, force: true });
      }
    }
    figures.times('from nothing to ready', first, { at: 50, most: 5000 });
    figures.times('started again, to ready', again);
  },
};

/** Milliseconds until `/api/v1/ready` says that it is. */
async function startAndStop(dataDir: string): Promise<number> {
  const { PATH = '', HOME = '' } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, [command, 'start'], {
    env: { PATH, HOME, TZ: 'UTC', PORT: '0', LOG_LEVEL: 'error', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const base = await addressOf(child);
    while ((await fetch(`${base}/api/v1/ready`)).status !== 200) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return performance.now() - started;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout !== null);
  let text = '';
  for await (const part of child.stdout) {
    text += String(part);
    const address = /ready at (http:\/\/localhost:\d+)/.exec(text)?.[1];
    if (address === undefined) continue;
    child.stdout.resume();
    return address;
  }
  throw new Error(`it did not start: ${text}`);
}
