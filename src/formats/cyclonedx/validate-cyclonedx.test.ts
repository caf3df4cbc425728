import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireCorpus } from '#tests/corpus.ts';
import { FormatError } from '../format-error.ts';
import { readJson } from '../json/read-json.ts';
import { cycloneDxVersions, validateCycloneDx } from './validate-cyclonedx.ts';

async function verdict(bytes: Uint8Array): Promise<boolean> {
  try {
    return (await validateCycloneDx(readJson(bytes))).valid;
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return false;
  }
}

test('every official CycloneDX JSON document is judged as its name says', async (t) => {
  const root = requireCorpus(t, 'cyclonedx-conformance');
  if (root === null) return;
  const wrong: string[] = [];
  const counts = { valid: 0, invalid: 0 };
  for (const version of cycloneDxVersions) {
    for (const name of readdirSync(join(root, version))) {
      const said = /^(valid|invalid)-.*\.json$/.exec(name)?.[1] as 'valid' | 'invalid' | undefined;
      if (said === undefined) continue;
      const valid = await verdict(readFileSync(join(root, version, name)));
      if (valid === (said === 'valid')) counts[said] += 1;
      else wrong.push(`${version}/${name}`);
    }
  }
  t.diagnostic(`${counts.valid} valid, ${counts.invalid} invalid`);
  assert.deepEqual(wrong, []);
  assert.ok(counts.valid > 100 && counts.invalid > 50);
});

test('a fault names its place, and what is no CycloneDX is refused by name', async () => {
  const base = { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 };
  assert.deepEqual(await validateCycloneDx(base), { valid: true, specVersion: '1.5', faults: [] });
  const bad = await validateCycloneDx({ ...base, components: [{ type: 'library', name: 7 }] });
  assert.equal(bad.valid, false);
  assert.deepEqual(bad.faults, [{ path: '/components/0/name', message: 'must be string' }]);
  for (const [document, code] of [
    [null, 'cyclonedx-format'],
    [{ spdxVersion: 'SPDX-2.3' }, 'cyclonedx-format'],
    [{ bomFormat: 'CycloneDX', specVersion: '9.9' }, 'cyclonedx-version'],
    [{ bomFormat: 'CycloneDX' }, 'cyclonedx-version'],
  ] as const) {
    await assert.rejects(validateCycloneDx(document), { code });
  }
});

test('equal components are refused, and 30,000 different ones are judged in seconds', async () => {
  const base = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 };
  const twice = [
    { type: 'library', name: 'a', version: '1' },
    { type: 'library', version: '1', name: 'a' },
  ];
  const refused = await validateCycloneDx({ ...base, components: twice });
  assert.deepEqual(refused.faults, [
    { path: '/components', message: 'must not have the same item twice' },
  ]);
  const many = Array.from({ length: 30_000 }, (_, k) => ({ type: 'library', name: `n${k}` }));
  const started = performance.now();
  assert.equal((await validateCycloneDx({ ...base, components: many })).valid, true);
  // Comparing each with each would be 450 million deep comparisons.
  assert.ok(performance.now() - started < 10_000);
});
