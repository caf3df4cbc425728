import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import {
  createLoopPeople,
  type LoopPeople,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { LoopWorld } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import { extractCorpusArchive } from '#tests/corpus.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { importBytes } from '../fixtures/import-run.ts';
import { csafImporter, documentPool } from './importers.ts';

interface Tracking {
  version: string;
  current_release_date: string;
  revision_history: { date: string; number: string; summary: string }[];
}

/** The same document as a later revision that says nothing else: other bytes, another version, another date. */
function revised(text: string): string {
  const document = JSON.parse(text) as { document: { tracking: Tracking; title: string } };
  const { tracking } = document.document;
  const dates = tracking.revision_history.map(({ date }) => Date.parse(date));
  const latest = Math.max(...dates, Date.parse(tracking.current_release_date));
  const date = new Date(latest + 86_400_000).toISOString();
  const number = tracking.version.replace(/\d+/, (major) => String(Number(major) + 1));
  tracking.version = number;
  tracking.current_release_date = date;
  tracking.revision_history.push({ date, number, summary: 'No change' });
  document.document.title += ' ';
  return JSON.stringify(document);
}

describe('revisions that change nothing', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;

  before(async () => {
    world = await createWorld();
    loop = new LoopWorld(world, catalogue, await world.organisation('TELCO'));
    people = await createLoopPeople(world, loop.organisation);
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  const counts = async () =>
    (
      await loop.rows(
        `select (select count(*)::integer from outbox_event where name in ('advisory.matched', 'advisory.cleared')) as told,
          (select count(*)::integer from procedure_case where procedure = 'early-warning') as warnings,
          (select count(*)::integer from finding_group) as groups, (select count(*)::integer from match) as matches`,
      )
    )[0];

  it('R-EW-3 every document of a national authority, replayed as a revision with new bytes, raises nothing', async (t) => {
    const folder = extractCorpusArchive('csaf-cisa/csaf-cisa.tar.xz');
    if (folder === null) return t.skip('the shared corpus is not beside this checkout');
    const documents = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^(?:ics|va-).*\.json$/.test(entry.name))
      .map((entry) =>
        JSON.stringify(JSON.parse(readFileSync(join(entry.parentPath, entry.name), 'utf8'))),
      );
    assert.equal(documents.length, 450);
    const importer = (lines: readonly string[]) =>
      importBytes(world, csafImporter, people.keeper, lines.join('\n'));
    assert.equal((await importer(documents)).accepted, 450);
    await loop.relay();
    const products = await loop.rows(
      `select distinct on (vendor, product) vendor, product, version from advisory_product
       where vendor is not null and product is not null and version is not null and length(version) < 40 and length(product) < 150
       order by vendor, product, version limit 150`,
    );
    for (const { vendor, product, version } of products) {
      const name = `${String(vendor)} ${String(product)}`.slice(0, 190);
      const fields = { name, kind: 'equipment', vendor, product, firmware: version };
      await loop.create(people.assetManager, 'assets', fields);
    }
    await loop.relay();
    const before = await counts();
    t.diagnostic(JSON.stringify(before));
    assert.ok(Number(before?.['groups']) > 50, 'there is much that could be raised again');
    const again = await importer(documents.map(revised));
    assert.deepEqual([again.accepted, again.refused], [450, 0], JSON.stringify(again.faults[0]));
    await loop.relay();
    assert.deepEqual(await counts(), before);
    const [revisions] = await loop.rows(
      `select count(*)::integer as n, count(*) filter (where holds)::integer as holding from advisory_revision where number = 2`,
    );
    assert.deepEqual([revisions?.['n'], revisions?.['holding']], [450, 450]);
  });
});
