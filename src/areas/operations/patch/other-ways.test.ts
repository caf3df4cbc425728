import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import {
  createLoopPeople,
  type LoopPeople,
  osvAdvisory,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { LoopWorld, refusals } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import { runCommand } from '#kernel/command/command.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { installedPatch } from './fixtures/patch-steps.ts';
import { proposePatchPriority, timeToImplement } from './priority.ts';

const test = (result: string) => ({ result, environment: 'Lab', observations: 'Seen.' });

describe('the other ways of a patch', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;
  let host: string;
  let advisory: string;

  before(async () => {
    world = await createWorld();
    loop = new LoopWorld(world, catalogue, await world.organisation('TELCO'));
    people = await createLoopPeople(world, loop.organisation);
    host = (await loop.create(people.assetManager, 'assets', { name: 'host', kind: 'host' })).id;
    await loop.inventory(people.assetManager, host, { relay: '3.0.0' });
    await loop.advisory(
      people.keeper,
      osvAdvisory('OSV-2026-7', 'relay', '3.1.0', '2026-02-20T00:00:00Z'),
    );
    const [row] = await loop.rows('select id from advisory');
    advisory = String(row?.['id']);
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  const stateOf = async (id: string) => (await loop.read(people.patchManager, id)).case.state;
  const targetsOf = async (caseId: string) =>
    (await loop.list(people.patchManager, 'patch-targets', { caseId })).map(({ state }) => state);

  async function opened(title: string): Promise<string> {
    const { id } = await loop.open(people.patchManager, 'patch', title, {
      requirement: 'Install relay 3.1.0.',
      origin: 'vendor',
      advisory,
      assets: [host],
    });
    await loop.relay();
    return id;
  }

  async function sweep(): Promise<void> {
    const log = createLog('silent');
    await sweepDeadlines({ runner: world.runner, catalogue, log });
    await loop.relay();
  }

  it('R-PT-2 takes another way when the patch is not effective, and looks at it again on its day', async () => {
    const id = await opened('Not effective');
    const own = {
      ...people.patchManager,
      holdings: [...people.patchManager.holdings, ...people.patchTester.holdings],
    };
    assert.deepEqual(await refusals(loop.act(own, id, 'record-test', test('effective'))), [
      'segregation open',
    ]);
    await loop.act(people.patchTester, id, 'record-test', test('not-effective'));
    assert.equal(await stateOf(id), 'alternative');
    const workaround = {
      alternative: 'workaround',
      alternativeMeasure: 'Filter the messages.',
      alternativeOwner: people.operations.personId,
    };
    const choose = (more: object, comment: string | null = 'Until the next release.') =>
      loop.act(people.patchManager, id, 'choose-alternative', { ...workaround, ...more }, comment);
    assert.deepEqual(await refusals(choose({ reviewBy: loop.at(-1) })), ['guard review-is-ahead']);
    assert.deepEqual(await refusals(choose({})), ['form reviewBy']);
    await choose({ reviewBy: loop.at(20) });
    assert.equal(await stateOf(id), 'workaround');
    loop.passDays(21);
    await sweep();
    assert.equal(await stateOf(id), 'alternative', 'nobody has to remember it');
    await choose({ alternative: 'feedback', reviewBy: loop.at(5) });
    assert.equal(await stateOf(id), 'fed-back');
    assert.deepEqual(await targetsOf(id), ['released']);
  });

  it('is deferred only under an exception that another person approved, and comes back when that expires', async () => {
    const id = await opened('Deferred');
    await loop.act(people.patchTester, id, 'record-test', test('effective'));
    await loop.act(people.patchManager, id, 'prioritise');
    const exception = await loop.create(people.patchManager, 'exceptions', {
      title: 'Replaced in summer',
      advisoryId: advisory,
      assets: [host],
      reason: 'The host is replaced.',
      expiresAt: loop.at(40),
    });
    const defer = () => loop.act(people.patchManager, id, 'defer', {}, 'The host is replaced.');
    assert.deepEqual(await refusals(defer()), ['guard exception-covers-targets']);
    await runCommand(world.runner, loop.register('exceptions').act, people.keeper, {
      id: exception.id,
      action: 'approve',
      comment: 'Filtered meanwhile.',
    });
    await defer();
    assert.deepEqual(await targetsOf(id), ['excepted']);
    loop.passDays(39);
    await sweep();
    assert.equal(await stateOf(id), 'deferred');
    loop.passDays(2);
    await sweep();
    assert.equal(await stateOf(id), 'prioritised');
    assert.deepEqual(await targetsOf(id), ['waiting']);
  });

  it('R-PT-4 goes back to its manager when the change is not achieved', async () => {
    const [, deferred] = await loop.cases('patch');
    const id = deferred?.id ?? '';
    await loop.act(people.patchManager, id, 'raise-change');
    assert.deepEqual(await targetsOf(id), ['in-change']);
    const [change] = await loop.cases('change');
    await loop.act(people.changeManager, change?.id ?? '', 'cancel', {}, 'Not now.');
    assert.equal(await stateOf(id), 'prioritised');
    assert.deepEqual(await targetsOf(id), ['waiting']);
    await loop.act(people.patchManager, id, 'raise-change');
    assert.equal((await loop.cases('change')).length, 2, 'another attempt is another change');
  });

  it('reports what changed under no change, and takes the explanation', async () => {
    const [earlier] = await loop.list(people.changeManager, 'unauthorised-changes');
    assert.equal(earlier, undefined, 'a first inventory does not count');
    loop.passDays(1);
    await loop.inventory(people.assetManager, host, { relay: '3.0.1' });
    const [found] = await loop.list(people.changeManager, 'unauthorised-changes');
    assert.ok(found);
    assert.match(String(found.fields['what']), /relay 3\.0\.0 → 3\.0\.1/);
    const act = (who: LoopPeople[keyof LoopPeople]) =>
      runCommand(world.runner, loop.register('unauthorised-changes').act, who, {
        id: found.id,
        action: 'explain',
        fields: { explanation: 'An automatic update.' },
      });
    assert.deepEqual(await refusals(act(people.implementer)), ['role explain']);
    assert.equal((await act(people.changeManager)).state, 'explained');
    const open = await loop.rows(
      `select 1 from task where task = 'explain-change' and state = 'open'`,
    );
    assert.deepEqual(open, []);
  });

  it('lets an asset go that is retired, so that no patch waits for it for ever', async () => {
    const [, under] = await loop.cases('patch');
    assert.deepEqual(await targetsOf(under?.id ?? ''), ['in-change']);
    await runCommand(world.runner, loop.register('assets').act, people.assetManager, {
      id: host,
      action: 'retire',
      comment: 'Replaced.',
      fields: { disposalRecord: 'Disks were destroyed.' },
    });
    await loop.relay();
    assert.deepEqual(await targetsOf(under?.id ?? ''), ['released']);
    assert.equal(await stateOf(under?.id ?? ''), 'in-change', 'its change comes back first');
    const change = (await loop.cases('change')).at(-1);
    await loop.act(people.changeManager, change?.id ?? '', 'cancel', {}, 'The host is gone.');
    await loop.relay();
    assert.equal(await stateOf(under?.id ?? ''), 'assets-gone');
  });

  it('R-EW-8 ends without having fixed anything when all its assets are retired, and tells the warning so', async () => {
    const made = await loop.create(people.assetManager, 'assets', { name: 'late', kind: 'host' });
    await loop.inventory(people.assetManager, made.id, { relay: '3.0.0' });
    const { patch } = await installedPatch(loop, people, advisory, [made.id]);
    assert.equal(await stateOf(patch), 'verifying');
    await runCommand(world.runner, loop.register('assets').act, people.assetManager, {
      ...{ id: made.id, action: 'retire', comment: 'Replaced.' },
      fields: { disposalRecord: 'Disks were destroyed.' },
    });
    await loop.relay();
    assert.equal(await stateOf(patch), 'assets-gone');
    const [{ outcome } = {}] = await loop.rows('select outcome from procedure_case where id = $1', [
      patch,
    ]);
    assert.equal(outcome, 'not-achieved');
    const decided = await loop.rows('select kind from disposition where asset_id = $1', [made.id]);
    assert.deepEqual(decided, [{ kind: 'waiting' }]);
  });

  it('R-PT-3 computes the priority from score, exploitation, exposure and value', () => {
    const priority = (cvssScore: number | null, more: object = {}) =>
      proposePatchPriority({ ...(cvssScore === null ? {} : { cvssScore }), ...more });
    assert.equal(priority(9.8), 'high');
    assert.equal(priority(9.8, { exposure: 'internet' }), 'immediate');
    assert.equal(priority(5, { knownExploited: true, assetValue: 'strategic' }), 'immediate');
    assert.equal(priority(5), 'normal');
    assert.equal(priority(null), 'normal');
    assert.equal(priority(5, { exposure: 'isolated', assetValue: 'standard' }), 'low');
    assert.equal(priority(2), 'low');
    const now = '2026-03-02T08:00:00.000Z';
    assert.equal(timeToImplement({ cvssScore: 5 }, now), 'P60D');
    assert.equal(timeToImplement({ cvssScore: 5, kevDueDate: '2026-03-10' }, now), 'P9D');
    assert.equal(timeToImplement({ cvssScore: 5, kevDueDate: '2026-01-10' }, now), 'P1D');
  });
});
