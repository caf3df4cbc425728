import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const built = fileURLToPath(new URL('../../dist/web', import.meta.url));
const mostKilobytes = 250;

/** A script with all that it imports before it runs; what is loaded when it is needed does not count. */
function withImports(script: string, found: Set<string>): Set<string> {
  if (found.has(script)) return found;
  found.add(script);
  const text = readFileSync(join(built, 'assets', script), 'utf8');
  for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
    if (name !== undefined) withImports(name, found);
  }
  return found;
}

test(`the first page after the sign-in takes at most ${mostKilobytes} KB of JavaScript, compressed`, () => {
  assert.ok(existsSync(join(built, 'index.html')), 'the web application is not built');
  const page = readFileSync(join(built, 'index.html'), 'utf8');
  const named = [...page.matchAll(/\/assets\/([\w.-]+\.js)"/g)].map(([, name]) => name ?? '');
  const myWork = readdirSync(join(built, 'assets')).find((name) =>
    /^my-work-page-.*\.js$/.test(name),
  );
  assert.ok(named.length > 0 && myWork !== undefined, 'scripts of the first page');
  const scripts = new Set<string>();
  for (const name of [...named, myWork]) withImports(name, scripts);
  const bytes = [...scripts]
    .map((name) => gzipSync(readFileSync(join(built, 'assets', name))).length)
    .reduce((sum, size) => sum + size, 0);
  const said = `${scripts.size} scripts, ${(bytes / 1000).toFixed(1)} KB`;
  assert.ok(scripts.size > 10 && bytes > 100_000, `not all was found: ${said}`);
  assert.ok(bytes <= mostKilobytes * 1000, said);
});
