import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench } from './kit/bench.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The README's command in a checkout where everything is installed and built: from a folder where nothing is (cluster, migrations, reference
 * data, server, worker), until the demonstration that follows is loaded, and once more on what is there then.
 */
export const bench: Bench = {
  run: async (figures, { small }) => {
    const first: number[] = [];
    const demonstration: number[] = [];
    const again: number[] = [];
    for (let n = 0; n < (small ? 1 : 5); n += 1) {
      const dataDir = mkdtempSync(join(tmpdir(), 'commonward-bench-'));
      chmodSync(dataDir, 0o711);
      try {
        const { readyMs, loadedMs } = await startAndStop(dataDir, { loads: true });
        first.push(readyMs);
        demonstration.push(loadedMs);
        again.push((await startAndStop(dataDir, { loads: false })).readyMs);
      } finally {
        rmSync(dataDir, { recursive: true, force: true });
      }
    }
    figures.times('from nothing to ready', first, { at: 50, most: 5000 });
    figures.times('from ready to the demonstration loaded', demonstration, {
      at: 50,
      most: 60_000,
    });
    figures.times('started again, to ready', again, { at: 50, most: 3000 });
  },
};

/** Milliseconds from the command to `/api/v1/ready` saying that it is, and from there until the demonstration is loaded. */
async function startAndStop(dataDir: string, { loads }: { readonly loads: boolean }) {
  const { PATH = '', HOME = '' } = process.env;
  const started = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { PATH, HOME, TZ: 'UTC', PORT: '0', LOG_LEVEL: 'error', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // npm is gone as soon as it has passed the signal on; its output closes when the product has left in order.
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const told = lookingIn(child);
    const base = await told(/ready at (http:\/\/localhost:\d+)/);
    while ((await fetch(`${base}/api/v1/ready`)).status !== 200) await delay(10);
    const ready = performance.now();
    if (loads) await told(/(Demonstration data are loaded)/);
    return { readyMs: ready - started, loadedMs: performance.now() - ready };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Waits until the standard output of a process has said something. Returns the first group of what was looked for. */
function lookingIn({ stdout }: ChildProcess): (wanted: RegExp) => Promise<string> {
  assert.ok(stdout !== null);
  let text = '';
  let over = false;
  stdout.on('data', (part) => {
    text += String(part);
  });
  stdout.once('close', () => {
    over = true;
  });
  return async (wanted) => {
    for (;;) {
      const found = wanted.exec(text)?.[1];
      if (found !== undefined) return found;
      assert.ok(!over, `it ended: ${text}`);
      await delay(10);
    }
  };
}
