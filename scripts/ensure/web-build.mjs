import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { EnsureError } from './ensure-error.mjs';
import { dist, root } from './paths.mjs';
import { bundledNode } from './platform.mjs';

const config = join(root, 'vite.config.ts');
const entryPage = join(root, 'src', 'web', 'index.html');
const builtPage = join(dist, 'web', 'index.html');
const stampFile = join(dist, 'web-build.stamp');

/** True when the web application in dist/web was built from the sources as they are, or there are none. */
export function webIsCurrent() {
  if (!existsSync(config) || !existsSync(entryPage)) return true;
  if (!existsSync(builtPage) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === sourceHash();
}

/** Builds the web application into dist/web. */
export async function buildWeb() {
  process.stdout.write('Building the web application.\n');
  const startedAt = performance.now();
  // Taken before building: what changes meanwhile is built again next time.
  const hash = sourceHash();
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = spawnSync(bundledNode(), [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) {
    const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`;
    throw new EnsureError(`The web application could not be built:\n${output.trim()}`);
  }
  mkdirSync(dist, { recursive: true });
  writeFileSync(stampFile, hash);
  process.stdout.write(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`);
}

function sourceHash() {
  const hash = createHash('sha256');
  const single = [config, join(root, 'package-lock.json')];
  const files = [...single, ...webSources(join(root, 'src'))];
  for (const file of files) {
    const name = relative(root, file);
    hash.update(`${name}\0`).update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return hash.digest('hex');
}

/** Everything of src/web and src/ui, and of other rooms the web pages, texts and contracts. */
function webSources(folder, inside = false) {
  const found = [];
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      found.push(...webSources(path, inside || ['web', 'ui', 'texts'].includes(entry.name)));
    } else if (!entry.name.includes('.test.') && (inside || entry.name === 'contract.ts')) {
      found.push(path);
    }
  }
  return found;
}
