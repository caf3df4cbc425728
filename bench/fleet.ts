import assert from 'node:assert/strict';
import { internVersions } from '#areas/assets/queries/package-ids.ts';
import { sha256Of } from '#areas/operations/advisories/intake/document-work.ts';
import { prepareAdvisory } from '#areas/operations/advisories/intake/prepare-advisory.ts';
import { readStored } from '#areas/operations/advisories/intake/read-stored.ts';
import {
  type AdvisoryToWrite,
  writeAdvisories,
} from '#areas/operations/advisories/intake/write-advisories.ts';
import { matchVersions } from '#areas/operations/advisories/matching/match-versions.ts';
import { affectedPage } from '#areas/operations/advisories/queries/affected-assets.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { inReadTransaction, inWriteTransaction } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { correlate } from './correlate.ts';
import { ecosystem, FleetMaker, type FleetSize, fillStore, installFleet } from './fleet-store.ts';
import { type Bench, timed } from './kit/bench.ts';
import type { Figures } from './kit/figures.ts';
import { newHostFiles } from './new-hosts.ts';

/** A fleet of hosts that are much alike, and what comes in afterwards: one advisory, and one host with packages that nobody had. */
export const bench: Bench = {
  run: async (figures, { small }) => {
    const size: FleetSize = small
      ? { advisories: 3000, packages: 350, hosts: 20, perHost: 100, pairs: 500 }
      : { advisories: 300_000, packages: 35_000, hosts: 1000, perHost: 1000, pairs: 5000 };
    const world = await createWorld();
    try {
      const ownerId = await world.organisation('BENCH');
      const who = await world.person('Bench', ownerId, ['security-manager', 'asset-manager']);
      const maker = new FleetMaker(size);
      const said = maker.advisories();
      const pairs = maker.pairs();
      await fillStore(world, size, said, pairs);
      await installFleet(world, size, ownerId);
      await correlate(figures, world, { size, said, mostSeconds: 10 });
      const parts = { world, who, ownerId, maker, figures, rounds: small ? 3 : 100 };
      await newAdvisories(parts);
      await newHosts(parts, size);
      // The first ones open a warning for each matter that nobody had yet: some thousands.
      await newHostFiles({ ...parts, pairs, perHost: size.perHost, rounds: small ? 3 : 20 });
    } finally {
      await world.close();
      await stopTestServer();
    }
  },
};

interface Parts {
  readonly world: World;
  readonly who: Principal;
  readonly ownerId: string;
  readonly maker: FleetMaker;
  readonly figures: Figures;
  readonly rounds: number;
}

const asWho = ({ who, ownerId }: Parts) => ({
  principal: who,
  scope: { organisations: [ownerId] },
  role: 'app' as const,
});

/** From the bytes of an OSV record to the first page of the assets that it concerns. */
async function newAdvisories(parts: Parts): Promise<void> {
  const { world, ownerId, maker, figures, rounds } = parts;
  const compare = async () => ({ changes: [], leftOut: 0, targets: 0 });
  const times: number[] = [];
  let found = 0;
  for (let n = -20; n < rounds; n += 1) {
    const sourceId = `BENCH-NEW-${n + 20}`;
    const bytes = osvRecord(sourceId, `package-${maker.package()}`);
    const ms = await timed(async () => {
      const prepared = await preparedOf(bytes);
      const id = await inWriteTransaction(world.runner, asWho(parts), async (context) => {
        await writeAdvisories(context, [prepared], { ownerId, compare });
        const { rows } = await context.client.query<{ id: string }>({
          name: 'bench-id',
          text: `select id from advisory where source = 'osv' and source_id = $1`,
          values: [sourceId],
        });
        return rows[0]?.id ?? '';
      });
      const page = await inReadTransaction(world.runner, asWho(parts), (context) =>
        affectedPage(context, [ownerId], id, { limit: 50 }),
      );
      found += page.items.length;
    });
    // The first ones find nothing prepared.
    if (n >= 0) times.push(ms);
  }
  figures.times('new advisory to its affected list', times, { at: 95, most: 25 });
  figures.add('assets in those lists', found, 'rows');
}

function osvRecord(id: string, name: string): Uint8Array {
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '5.0.0-1' }] }];
  return new TextEncoder().encode(
    JSON.stringify({
      schema_version: '1.6.0',
      id,
      modified: '2026-03-01T00:00:00Z',
      affected: [{ package: { ecosystem, name }, ranges }],
    }),
  );
}

async function preparedOf(bytes: Uint8Array): Promise<AdvisoryToWrite> {
  const advisory = await readStored('osv', bytes);
  assert.ok(advisory !== null);
  return {
    document: { sha256: sha256Of(bytes), format: 'osv', fileName: null, bytes },
    prepared: prepareAdvisory(advisory),
  };
}

/** A host whose packages nobody had: each of its versions is matched with everything that is said of its package. */
async function newHosts(parts: Parts, size: FleetSize): Promise<void> {
  const { world, maker, figures, rounds } = parts;
  const times: number[] = [];
  for (let n = -5; n < rounds; n += 1) {
    const fresh = Array.from({ length: size.perHost }, () => ({
      ecosystem,
      name: `package-${maker.package()}`,
      version: maker.version(),
    }));
    const ids = await inWriteTransaction(world.runner, asWho(parts), (context) =>
      internVersions(context, fresh),
    );
    const ms = await timed(() =>
      inWriteTransaction(world.runner, asWho(parts), (context) => matchVersions(context, ids)),
    );
    if (n >= 0) times.push(ms);
  }
  const name = `new host of ${size.perHost} packages that nobody had, matched`;
  figures.times(name, times, { at: 95, most: 100 });
}
