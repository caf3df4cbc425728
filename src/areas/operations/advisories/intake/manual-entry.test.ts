import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import {
  createLoopPeople,
  type LoopPeople,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { LoopWorld } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { documentPool } from './importers.ts';

describe('an advisory that a person enters', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;

  before(async () => {
    world = await createWorld();
    loop = new LoopWorld(world, catalogue, await world.organisation('TELCO'));
    people = await createLoopPeople(world, loop.organisation);
    const { id } = await loop.create(people.assetManager, 'assets', { name: 'mx', kind: 'host' });
    await loop.inventory(people.assetManager, id, { relay: '3.0.0' });
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  const entry = {
    sourceId: 'PHONE-7',
    publisher: 'The vendor, by telephone',
    title: 'Relay lets strangers in',
    severity: 'high',
    affected: [{ ecosystem: 'Debian:12', name: 'relay', fixed: '3.1.0' }],
  };

  it('R-EW-1 is matched and warned of like one that is imported, without a word about its format', async () => {
    const { ecosystem } = ((
      await loop.rows(`select ecosystem from package_name where name = 'relay'`)
    )[0] ?? {}) as { ecosystem?: string };
    await loop.create(people.keeper, 'advisories', {
      ...entry,
      affected: [{ ecosystem, name: 'relay', fixed: '3.1.0' }],
    });
    await loop.relay();
    const [advisory] = await loop.rows('select source, tracking_status, revisions from advisory');
    assert.deepEqual(advisory, { source: 'manual', tracking_status: 'final', revisions: 1 });
    assert.equal((await loop.rows('select 1 from match')).length, 1);
    const [warning] = await loop.rows(
      `select title from procedure_case where procedure = 'early-warning'`,
    );
    assert.equal(warning?.['title'], entry.title);
  });

  it('is refused under the name of another source, and a second time', async () => {
    await assert.rejects(
      loop.create(people.keeper, 'advisories', { ...entry, source: 'csaf', sourceId: 'X' }),
      { status: 422 },
    );
    await assert.rejects(loop.create(people.keeper, 'advisories', entry), { status: 409 });
  });
});
