import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { createLoopPeople, osvAdvisory } from './fixtures/loop-people.ts';
import { LoopWorld } from './fixtures/loop-world.ts';

let world: World;
before(async () => {
  world = await createWorld();
});
after(async () => {
  await documentPool.close();
  await world.close();
  await stopTestServer();
});

test('R-EW-2 an advisory that says nothing but what is affected opens a warning by its name', async () => {
  const loop = new LoopWorld(world, catalogue, await world.organisation('TELCO'));
  const people = await createLoopPeople(world, loop.organisation);
  const { id: host } = await loop.create(people.assetManager, 'assets', {
    ...{ name: 'host', kind: 'host' },
  });
  await loop.inventory(people.assetManager, host, { relay: '3.0.0' });
  const { summary, details, ...bare } = osvAdvisory(
    ...(['OSV-2026-77', 'relay', '3.1.0', '2026-02-20T00:00:00Z'] as const),
  ) as Record<string, unknown>;
  assert.ok(summary !== undefined || details !== undefined, 'the others do say something');
  await loop.advisory(people.keeper, bare);
  const warning = await loop.onlyCase('early-warning');
  assert.deepEqual([warning.title, warning.fields['summary']], ['OSV-2026-77', 'OSV-2026-77']);
});
