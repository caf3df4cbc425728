import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { importBytes } from '#areas/operations/advisories/fixtures/import-run.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import {
  createLoopPeople,
  type LoopPeople,
  osvAdvisory,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { LoopWorld } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import { runCommand } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { equipmentAdvisory } from './fixtures/equipment-advisory.ts';
import { installedPatch } from './fixtures/patch-steps.ts';

describe('what verifies a patch', () => {
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

  const targetsOf = async (caseId: string) =>
    (await loop.list(people.patchManager, 'patch-targets', { caseId })).map(({ state }) => state);
  const idOf = async (source: string) =>
    String((await loop.rows('select id from advisory where source_id = $1', [source]))[0]?.['id']);

  it('R-PT-4 takes a version that cannot be told for neither fixed nor vulnerable, and tells its manager so', async () => {
    const { id: host } = await loop.create(people.assetManager, 'assets', {
      ...{ name: 'host', kind: 'host' },
    });
    await loop.inventory(people.assetManager, host, { relay: '3.0.0' });
    await loop.advisory(
      people.keeper,
      osvAdvisory('OSV-2026-21', 'relay', '3.1.0', '2026-02-20T00:00:00Z'),
    );
    const { patch } = await installedPatch(loop, people, await idOf('OSV-2026-21'), [host]);
    await loop.inventory(people.assetManager, host, { relay: 'not read' });
    assert.deepEqual(await targetsOf(patch), ['reported']);
    const reported = await loop.rows(
      `select details from trail_entry where action = 'patch.report-unreadable' and record_id = $1`,
      [patch],
    );
    assert.deepEqual(
      reported.map(({ details }) => (details as { form: object }).form),
      [{ unreadable: [host] }],
    );
    const notices = await loop.rows(`select payload from job_request where kind = 'notify-roles'`);
    assert.ok(
      notices.some(({ payload }) => (payload as { about: string }).about === 'report-unreadable'),
    );
    await loop.relay();
    world.clock.advance(3_600_000);
    await loop.inventory(people.assetManager, host, { relay: '3.1.0' });
    assert.deepEqual(await targetsOf(patch), ['verified']);
  });

  const list = async (...rows: string[]) => {
    const bytes = ['vendor,product,firmware,serial', ...rows, ''].join('\n');
    const importer = catalogue.importers.get('csv')!;
    const report = await importBytes(world, importer, people.assetManager, bytes);
    assert.equal(report.failure, null, JSON.stringify(report.faults));
    await loop.relay();
  };
  const routersOf = async () =>
    (await loop.rows(`select id from asset where product = 'Kern 500' order by serial`)).map(
      ({ id }) => String(id),
    );

  it('R-PT-4 takes what a person typed for no look at the machine', async () => {
    await list('Netzbau,Kern 500,1.4,A', 'Netzbau,Kern 500,1.4,B');
    await equipmentAdvisory(loop, people, 'ACME-1', '2.0');
    const routers = await routersOf();
    const { patch } = await installedPatch(loop, people, await idOf('ACME-1'), routers);
    await runCommand(world.runner, loop.register('assets').update, people.assetManager, {
      ...{ id: routers[0], version: null, fields: { firmware: '2.0' } },
    });
    await loop.relay();
    assert.deepEqual(await targetsOf(patch), ['reported', 'reported']);
    world.clock.advance(3_600_000);
    await list('Netzbau,Kern 500,2.0.1,A');
    assert.deepEqual((await targetsOf(patch)).sort(), ['reported', 'verified']);
  });

  it('R-PT-4 is contradicted by a list that shows the old firmware still, and verified by one that shows nothing new', async () => {
    await list('Netzbau,Kern 500,2.0.1,A', 'Netzbau,Kern 500,1.4,B');
    const [patch] = await loop.rows(
      `select c.id, c.state from procedure_case c join advisory a on a.id::text = c.fields->>'advisory' where c.procedure = 'patch' and a.source_id = 'ACME-1'`,
    );
    const id = String(patch?.['id']);
    assert.deepEqual((await targetsOf(id)).sort(), ['contradicted', 'verified']);
    await loop.act(people.patchManager, id, 'await-inventory', {}, 'It restarts tonight.');
    await loop.relay();
    const [, second] = await routersOf();
    const inventories = await loop.rows(
      'select added, removed, changed from inventory where asset_id = $1 order by id',
      [second],
    );
    assert.deepEqual(inventories.at(-1), { added: 0, removed: 0, changed: 0 });
    await runCommand(world.runner, loop.register('assets').update, people.assetManager, {
      ...{ id: second, version: null, fields: { firmware: '2.0' } },
    });
    await loop.relay();
    world.clock.advance(3_600_000);
    await list('Netzbau,Kern 500,,B');
    assert.deepEqual((await targetsOf(id)).sort(), ['reported', 'verified'], 'tells no firmware');
    await list('Netzbau,Kern 500,2.0,B');
    assert.deepEqual(await targetsOf(id), ['verified', 'verified']);
  });
});
