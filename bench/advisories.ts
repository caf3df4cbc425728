import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importBytes } from '#areas/operations/advisories/fixtures/import-run.ts';
import { csafImporter, documentPool } from '#areas/operations/advisories/intake/importers.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { inReadTransaction } from '#kernel/command/command.ts';
import { extractCorpusArchive } from '#tests/corpus.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { distributorAdvisory, vendorAdvisory } from './csaf-maker.ts';
import { type Bench, peakMemoryMb } from './kit/bench.ts';
import type { Figures } from './kit/figures.ts';

/** CSAF documents from their bytes to matched rows, each validated in full, and one of 23 MB while others work. */
export const bench: Bench = {
  run: async (figures, { small }) => {
    const world = await createWorld();
    try {
      const organisation = await world.organisation('CENTRAL', 'central-body');
      const keeper = await world.person('Ewa Warner', organisation, ['security-manager']);
      const made = Array.from({ length: small ? 20 : 1500 }, (_, n) => vendorAdvisory(n));
      await rate(figures, world, keeper, { name: 'made', documents: made, least: 150 });
      const published = publishedDocuments().slice(0, small ? 10 : undefined);
      if (published.length > 0) {
        await rate(figures, world, keeper, { name: 'CISA', documents: published, least: 150 });
      }
      await large(figures, world, keeper, distributorAdvisory(small ? 50 : 5200));
    } finally {
      await documentPool.close();
      await world.close();
      await stopTestServer();
    }
  },
};

/** The advisories of the corpus, where it is beside the checkout. */
function publishedDocuments(): Uint8Array[] {
  const folder = extractCorpusArchive('csaf-cisa/csaf-cisa.tar.xz');
  if (folder === null) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(?:icsa|icsma|aa|va)-.*\.json$/i.test(entry.name))
    .map((entry) => new Uint8Array(readFileSync(join(entry.parentPath, entry.name))));
}

async function rate(
  figures: Figures,
  world: World,
  keeper: Principal,
  of: {
    readonly name: string;
    readonly documents: readonly Uint8Array[];
    readonly least: number;
  },
): Promise<void> {
  // The thread starts and its rules are compiled with the first document.
  await importBytes(world, csafImporter, keeper, vendorAdvisory(999_999));
  const bytes = of.documents.reduce((sum, document) => sum + document.length, 0);
  const started = performance.now();
  const report = await importBytes(world, csafImporter, keeper, linesOf(of.documents));
  const seconds = (performance.now() - started) / 1000;
  assert.ok(report.accepted > of.documents.length * 0.9, JSON.stringify(report.faults.slice(0, 3)));
  const { length } = of.documents;
  figures.add(`${of.name} documents, on average`, bytes / length / 1000, 'kB');
  figures.add(`${of.name} documents a second`, length / seconds, 'documents/s', {
    least: of.least,
  });
}

async function* linesOf(documents: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const document of documents) {
    // Published documents are indented; a line holds one without its line ends.
    const text = Buffer.from(document).toString('utf8');
    yield Buffer.from(`${text.includes('\n') ? JSON.stringify(JSON.parse(text)) : text}\n`);
  }
}

/** What another request of this process waits meanwhile: a transaction that asks for nothing, every ten milliseconds. */
async function large(
  figures: Figures,
  world: World,
  keeper: Principal,
  document: Uint8Array,
): Promise<void> {
  const pings: number[] = [];
  let importing = true;
  const scope = { organisations: [keeper.organisationId ?? ''] };
  const pinging = (async () => {
    while (importing) {
      const due = performance.now() + 10;
      await new Promise((resolve) => setTimeout(resolve, 10));
      await inReadTransaction(
        world.runner,
        { principal: keeper, scope, role: 'app' },
        ({ client }) => client.query('select 1'),
      );
      pings.push(performance.now() - due);
    }
  })();
  const started = performance.now();
  const report = await importBytes(world, csafImporter, keeper, document);
  const seconds = (performance.now() - started) / 1000;
  importing = false;
  await pinging;
  assert.equal(report.accepted, 1, JSON.stringify(report.faults.slice(0, 3)));
  figures.add('large document', document.length / 1_000_000, 'MB');
  figures.add('large document imported', seconds, 's', { most: 10 });
  figures.times('a ping meanwhile', pings, { at: 99, most: 100 });
  figures.add('largest resident memory of the process', peakMemoryMb(), 'MB');
}
