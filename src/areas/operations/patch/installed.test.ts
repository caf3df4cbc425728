import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import {
  createLoopPeople,
  type LoopPeople,
  osvAdvisory,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { carryOutChange } from '#areas/operations/early-warning/fixtures/loop-steps.ts';
import { LoopWorld } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { installedPatch } from './fixtures/patch-steps.ts';

describe('a patch that is installed', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;
  let host: string;
  let advisory: string;
  let cases: { patch: string; change: string };

  before(async () => {
    world = await createWorld();
    loop = new LoopWorld(world, catalogue, await world.organisation('TELCO'));
    people = await createLoopPeople(world, loop.organisation);
    host = (await loop.create(people.assetManager, 'assets', { name: 'host', kind: 'host' })).id;
    await loop.inventory(people.assetManager, host, { relay: '3.0.0' });
    await loop.advisory(
      people.keeper,
      osvAdvisory('OSV-2026-31', 'relay', '3.1.0', '2026-02-20T00:00:00Z'),
    );
    advisory = String((await loop.rows('select id from advisory'))[0]?.['id']);
    cases = await installedPatch(loop, people, advisory, [host]);
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  const stateOf = async (id: string) => (await loop.read(people.patchManager, id)).case.state;
  const rollBack = async () => {
    await loop.act(people.changeManager, cases.change, 'roll-back-afterwards', {}, 'Calls drop.');
    await loop.relay();
  };
  it('R-PT-4 H30 goes back to its manager when its change is rolled back, who raises another', async () => {
    assert.equal(await stateOf(cases.patch), 'verifying');
    await rollBack();
    assert.equal(await stateOf(cases.patch), 'prioritised');
    const [target] = await loop.list(people.patchManager, 'patch-targets');
    assert.equal(target?.state, 'waiting');
    await loop.act(people.patchManager, cases.patch, 'raise-change');
    const change = (await loop.cases('change')).at(-1)?.id ?? '';
    assert.notEqual(change, cases.change);
    cases = { ...cases, change };
    await carryOutChange(loop, people, change);
    await loop.relay();
    assert.equal(await stateOf(cases.patch), 'verifying');
  });

  it('R-PT-3 is done within its time once inventories verify it, whatever reviews of its change are to come', async () => {
    world.clock.advance(3_600_000);
    await loop.inventory(people.assetManager, host, { relay: '3.1.0' });
    assert.equal(await stateOf(cases.patch), 'done');
    assert.equal(await stateOf(cases.change), 'implemented');
    loop.passDays(20);
    await sweepDeadlines({ runner: world.runner, catalogue, log: createLog('silent') });
    const overdue = await loop.rows(
      `select payload from job_request where kind = 'notify-roles' and payload->>'kind' in ('deadline', 'escalation')
        and payload->>'recordId' = $1`,
      [cases.patch],
    );
    assert.deepEqual(overdue, []);
  });

  it('R-PT-4 is followed by another when its change is rolled back after it was done', async () => {
    await rollBack();
    const [first, second] = await loop.cases('patch');
    assert.deepEqual([first?.state, second?.state], ['done', 'required']);
    assert.deepEqual(
      [second?.fields['reopenedFrom'], second?.fields['assets']],
      [cases.patch, [host]],
    );
  });
});
