import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Principal } from '#kernel/access/principal.ts';
import { corpusPath, extractCorpusArchive } from '#tests/corpus.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { importBytes } from '../fixtures/import-run.ts';
import { epssImporter, kevImporter } from './exploit-importers.ts';
import { csafImporter, debianTrackerImporter, documentPool, osvImporter } from './importers.ts';

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

describe('importing the corpus', () => {
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

  const count = async (text: string): Promise<number> =>
    world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => {
        const { rows } = await client.query<{ n: number }>(
          `select count(*)::integer as n from ${text}`,
        );
        return rows[0]?.n ?? -1;
      },
    );

  it('R-EW-2 imports every CSAF document of a national authority with the counts of an independent script, and again silently', async (t) => {
    const folder = extractCorpusArchive('csaf-cisa/csaf-cisa.tar.xz');
    if (folder === null) return t.skip('the shared corpus is not beside this checkout');
    const files = filesBelow(folder, /^(?:ics|va-).*\.json$/);
    assert.equal(files.length, 450);
    const lines = files.map((file) => JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
    const started = performance.now();
    const first = await importBytes(world, csafImporter, keeper, lines.join('\n'));
    t.diagnostic(`csaf ${Math.round(450_000 / (performance.now() - started))} documents/s`);
    assert.deepEqual(
      [first.read, first.accepted, first.refused],
      [450, 450, 0],
      JSON.stringify(first.faults.slice(0, 3)),
    );
    assert.equal(await count(`advisory where source = 'csaf'`), 450);
    assert.equal(await count('vulnerability'), 1441);
    assert.equal(await count(`advisory where tracking_status = 'interim'`), 8);
    const events = await count('outbox_event');
    const again = await importBytes(world, csafImporter, keeper, `[${lines.join(',\n')}]`);
    assert.deepEqual([again.read, again.accepted, again.unchanged], [450, 0, 450]);
    assert.equal(
      await count('outbox_event'),
      events + 1,
      'nothing but the end of the import is told',
    );
  });

  it('R-EW-2 imports the Debian lists, and again silently', async (t) => {
    for (const [list, entries] of [
      ['DSA', 1112],
      ['DLA', 707],
    ] as const) {
      const path = corpusPath(`debian-tracker/data/${list}/list`);
      if (path === null) return t.skip('the shared corpus is not beside this checkout');
      const bytes = readFileSync(path);
      const first = await importBytes(world, debianTrackerImporter, keeper, bytes, {
        fileName: 'list',
      });
      t.diagnostic(`${list}: ${JSON.stringify({ ...first, faults: first.faults.slice(0, 5) })}`);
      assert.ok(first.accepted > entries * 0.9);
      const again = await importBytes(world, debianTrackerImporter, keeper, bytes);
      assert.equal(again.accepted, 0);
    }
  });

  it('R-EW-2 imports OSV documents of several ecosystems', async (t) => {
    const folder = corpusPath('osv');
    if (folder === null) return t.skip('the shared corpus is not beside this checkout');
    let accepted = 0;
    let refused = 0;
    const go = filesBelow(join(folder, 'go'), /^GO-.*\.json$/);
    const pypa = filesBelow(join(folder, 'pypa'), /\.ya?ml$/).slice(0, 100);
    const lines = go.map((file) => JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
    const report = await importBytes(world, osvImporter, keeper, lines.join('\n'), {
      fileName: 'all.jsonl',
    });
    assert.equal(report.accepted, 827, JSON.stringify(report.faults.slice(0, 3)));
    for (const file of pypa) {
      const one = await importBytes(world, osvImporter, keeper, readFileSync(file), {
        fileName: file,
      });
      accepted += one.accepted;
      refused += one.refused;
    }
    assert.deepEqual([accepted, refused], [pypa.length, 0]);
    assert.equal(
      await count(
        `advisory where source = 'osv' and tracking_status = 'withdrawn' and source_id like 'GO-%'`,
      ),
      3,
    );
  });

  it('R-EW-2 imports what is known of exploitation, and tells the advisories', async (t) => {
    const kev = corpusPath('kev/2025-08/known_exploited_vulnerabilities.json');
    const later = corpusPath('kev/2025-11/known_exploited_vulnerabilities.csv');
    const epss = corpusPath('epss/epss_scores-derived.csv');
    if (kev === null || epss === null || later === null)
      return t.skip('the shared corpus is not beside this checkout');
    const first = await importBytes(world, kevImporter, keeper, readFileSync(kev));
    assert.equal(first.accepted, 292);
    assert.equal(await count('vulnerability where exploited'), 292);
    assert.equal(await count('vulnerability where ransomware'), 61);
    const again = await importBytes(world, kevImporter, keeper, readFileSync(kev));
    assert.equal(again.accepted, 0);
    await importBytes(world, kevImporter, keeper, readFileSync(later));
    assert.equal(await count('vulnerability where exploited'), 308);
    const scores = await importBytes(world, epssImporter, keeper, readFileSync(epss));
    assert.equal(scores.accepted, 324);
    assert.ok((await count('advisory where exploited and kev_due_date is not null')) > 0);
    assert.ok((await count('advisory where epss is not null')) > 0);
  });
});
