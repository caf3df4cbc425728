import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { explainAccess } from './ensure-error.mjs';
import { dist } from './paths.mjs';

const path = join(dist, 'ensure.lock');
const maxAgeMs = 30 * 60_000;

/** Runs the action while no other process prepares this checkout; waits for one that does. */
export async function withLock(action) {
  await take();
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await action();
  } catch (error) {
    throw explainAccess(error, join(dist, '..'));
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

async function take() {
  let told = false;
  for (;;) {
    try {
      mkdirSync(dist, { recursive: true });
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw explainAccess(error, join(dist, '..'));
    }
    if (isStale()) {
      rmSync(path, { force: true });
      continue;
    }
    if (!told) process.stdout.write('Another process prepares this folder; waiting for it.\n');
    told = true;
    await delay(250);
  }
}

/** True when the holder is gone, or so old that its id belongs to somebody else by now. */
function isStale() {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    const holder = Number(readFileSync(path, 'utf8'));
    // A holder writes its id right after making the file.
    if (!(holder > 0)) return age > 2000;
    return age > maxAgeMs || !isAlive(holder);
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
