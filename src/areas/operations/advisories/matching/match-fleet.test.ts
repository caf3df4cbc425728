import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { internVersions } from '#areas/assets/queries/package-ids.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { importBytes } from '../fixtures/import-run.ts';
import { documentPool, osvImporter } from '../intake/importers.ts';
import { matchFleet } from './match-fleet.ts';
import { matchVersions } from './match-versions.ts';

const packages = ['alpha', 'beta', 'gamma'];
const versions = Array.from({ length: 40 }, (_, n) => `1.${n}.0`);

const record = (name: string, fixed: number) => ({
  schema_version: '1.6.0',
  id: `TEST-${name}-${fixed}`,
  modified: '2026-01-01T00:00:00Z',
  affected: [
    {
      package: { ecosystem: 'npm', name },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `1.${fixed}.0` }] }],
    },
  ],
});

describe('R-EW-3 matching what no inventory matched', () => {
  let world: World;
  let ids: number[];

  before(async () => {
    world = await createWorld();
    const ownerId = await world.organisation('TELCO');
    const who = await world.person('Ina', ownerId, ['security-manager']);
    for (const osv of packages.flatMap((name) => [record(name, 10), record(name, 25)])) {
      const report = await importBytes(world, osvImporter, who, JSON.stringify(osv));
      assert.deepEqual(report.faults, []);
    }
    const all = packages.flatMap((name) =>
      versions.map((version) => ({ ecosystem: 'npm', name, version })),
    );
    ids = await inTransaction((context) => internVersions(context, all));
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  const inTransaction = <T>(work: (context: WriteContext) => Promise<T>) =>
    inWriteTransaction(
      world.runner,
      { principal: systemPrincipal('test'), scope: { organisations: [] }, role: 'app' },
      work,
    );

  it('matches the rest only, each version once, and nothing the second time', async () => {
    await inTransaction((context) => matchVersions(context, ids.slice(0, 50)));
    const done = await matchFleet(inTransaction);
    assert.equal(done.versions, ids.length - 50);
    assert.deepEqual(await matchFleet(inTransaction), { versions: 0, matches: 0 });
    const found = await inTransaction(async ({ client }) => {
      const { rows } = await client.query<{ name: string; affected: number; versions: number }>(
        `select n.name, count(*)::int as affected, count(distinct v.id)::int as versions from match m
          join package_version v on v.id = m.package_version_id join package_name n on n.id = v.package_id
          group by n.name order by n.name`,
      );
      return rows;
    });
    // Versions 1.0 to 1.9 stand before both fixes, 1.10 to 1.24 before one.
    const expected = packages.map((name) => ({ name, affected: 35, versions: 25 }));
    assert.deepEqual(found, expected);
  });
});
