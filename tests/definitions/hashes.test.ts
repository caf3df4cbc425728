import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { catalogue } from '#apps/catalogue.ts';
import { definitionHash } from '#work/definitions/keep-definitions.ts';

/** Hashes of definitions by version (`change@1`): those that a release carried, and those that none did yet. */
interface Hashes {
  readonly released: Readonly<Record<string, string>>;
  readonly unreleased: Readonly<Record<string, string>>;
}

const file = fileURLToPath(new URL('./hashes.json', import.meta.url));
const known: Hashes = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Hashes)
  : { released: {}, unreleased: {} };
const loaded = Object.fromEntries(
  [...catalogue.versions]
    .map(([key, { procedure }]) => [key, definitionHash(procedure)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1)),
);

test('a definition that a release carried is not changed: a change is a new version', () => {
  for (const [key, hash] of Object.entries(known.released)) {
    const now = loaded[key];
    assert.ok(now !== undefined, `${key} was released: cases may still run by it, so keep it`);
    assert.equal(now, hash, `${key} was released: leave it, and give what changes a new version`);
  }
});

test('a definition changes knowingly (UPDATE=1 npm test -- definitions writes the hashes)', () => {
  const unreleased = Object.fromEntries(
    Object.entries(loaded).filter(([key]) => !(key in known.released)),
  );
  if (process.env['UPDATE'] === '1') {
    writeFileSync(file, `${JSON.stringify({ released: known.released, unreleased }, null, 2)}\n`);
    return;
  }
  // A procedure that has just come needs no entry yet.
  const listed = Object.keys(known.unreleased).map((key) => [key, loaded[key]]);
  assert.deepEqual(Object.fromEntries(listed), known.unreleased);
});
