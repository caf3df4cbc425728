import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import {
  createLoopPeople,
  type LoopPeople,
  osvAdvisory,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { LoopWorld } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import { runCommand } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { documentPool } from './intake/importers.ts';
import { setDispositions } from './set-dispositions.ts';

describe('what was decided not to be affected', () => {
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

  it('R-EW-3 asks again what was decided not to be affected when a revision says something else of it', async () => {
    const { id: host } = await loop.create(people.assetManager, 'assets', {
      ...{ name: 'host-5', kind: 'host' },
    });
    await loop.inventory(people.assetManager, host, { parser: '1.0.0' });
    const revision = (fixed: string, modified: string, more: object = {}) =>
      loop.advisory(people.keeper, osvAdvisory('OSV-2026-12', 'parser', fixed, modified, more));
    await revision('1.1.0', '2026-02-20T00:00:00Z');
    const [row] = await loop.rows(`select id from advisory where source_id = 'OSV-2026-12'`);
    const id = String(row?.['id']);
    await runCommand(world.runner, setDispositions, people.analyst, {
      ...{ advisoryId: id, assetIds: [host], kind: 'not-affected' },
      justification: 'vulnerable_code_not_present',
    });
    const decided = async () =>
      (
        await loop.rows('select kind, justification from disposition where asset_id = $1', [host])
      )[0];
    await revision('1.1.0', '2026-02-21T00:00:00Z', { details: 'Other words.' });
    assert.equal((await decided())?.['kind'], 'not-affected', 'in other words it stands');
    const [warning] = (await loop.cases('early-warning')).filter(
      ({ fields }) => fields['advisory'] === id,
    );
    await loop.act(people.analyst, warning?.id ?? '', 'start-analysis');
    await loop.act(people.analyst, warning?.id ?? '', 'declare-no-impact', {}, 'Not in use.');
    await revision('1.2.0', '2026-02-22T00:00:00Z');
    assert.deepEqual(await decided(), { kind: 'waiting', justification: null });
    const [entry] = await loop.rows(
      `select details->>'because' as because from trail_entry where action = 'dispositions.decide' order by id desc limit 1`,
    );
    assert.equal(entry?.['because'], 'revised');
    const told = await loop.rows(
      `select 1 from job_request where kind = 'notify-roles' and payload->>'about' = 'reconsider-findings'`,
    );
    assert.equal(told.length, 1);
  });
});
