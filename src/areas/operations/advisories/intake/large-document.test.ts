import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { after, before, describe, it } from 'node:test';
import type { Principal } from '#kernel/access/principal.ts';
import { extractCorpusArchive } from '#tests/corpus.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { importBytes } from '../fixtures/import-run.ts';
import { csafImporter, documentPool, osvImporter } from './importers.ts';

describe('large and hostile documents', () => {
  let world: World;
  let keeper: Principal;

  before(async () => {
    world = await createWorld();
    const organisation = await world.organisation('CENTRAL', 'central-body');
    keeper = await world.person('Ewa Warner', organisation, ['security-manager']);
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  it('R-EW-2 reads a document of tens of thousands of products beside requests that are answered as ever', async (t) => {
    const folder = extractCorpusArchive('csaf-vendor/csaf-vendor.tar.xz');
    if (folder === null) return t.skip('the shared corpus is not beside this checkout');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort((a, b) => statSync(b).size - statSync(a).size);
    const bytes = readFileSync(files[0] ?? '');
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const started = performance.now();
    const report = await importBytes(world, csafImporter, keeper, bytes);
    delay.disable();
    const seconds = (performance.now() - started) / 1000;
    t.diagnostic(
      `${bytes.length} bytes in ${seconds.toFixed(1)} s, event loop p99 ${Math.round(delay.percentile(99) / 1e6)} ms, max ${Math.round(delay.max / 1e6)} ms`,
    );
    assert.equal(report.accepted, 1, JSON.stringify(report.faults.slice(0, 3)));
  });

  it('R-EW-2 refuses what is no document with its place, and loses no good one beside it', async () => {
    const good = (id: string) =>
      JSON.stringify({
        schema_version: '1.6.0',
        id,
        modified: '2026-01-01T00:00:00Z',
        affected: [],
      });
    const lines = [
      good('A-1'),
      '{"id": "A-2", "__proto__": {}',
      good('A-3'),
      '[[[[',
      good('A-4\u0000'),
    ];
    const report = await importBytes(world, osvImporter, keeper, lines.join('\n'), {
      fileName: 'a.jsonl',
    });
    assert.ok(report.accepted >= 2, JSON.stringify(report));
    assert.ok(report.faults.length >= 2);
    assert.deepEqual(
      report.faults.slice(0, 2).map(({ place }) => (place as { line: number }).line),
      [2, 4],
    );
    for (const hostile of [
      '',
      '{',
      '['.repeat(100_000),
      '{"document":{}}',
      '\u0000\u0001',
      'null',
    ]) {
      const refused = await importBytes(world, csafImporter, keeper, hostile);
      assert.equal(refused.accepted, 0);
      assert.ok(refused.refused > 0 || hostile === '', JSON.stringify(hostile.slice(0, 20)));
    }
  });
});
