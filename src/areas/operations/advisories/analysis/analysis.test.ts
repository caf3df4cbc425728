import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import {
  createLoopPeople,
  type LoopPeople,
  osvAdvisory,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import {
  carryOutChange,
  patchOf,
  trackChange,
} from '#areas/operations/early-warning/fixtures/loop-steps.ts';
import { LoopWorld } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runQuery } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { documentPool } from '../intake/importers.ts';
import {
  readExposure,
  readLoop,
  readOperations,
  readSaid,
  readSources,
} from './analysis-routes.ts';
import { exposureView, loopView, operationsView, saidList, sourcesView } from './contract.ts';

describe('the loop of one advisory and the operations dashboard', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;
  let stranger: Principal;
  let advisoryId: string;
  const gateways: string[] = [];

  const loopOf = async (who: Principal) =>
    loopView.parse(await runQuery(world.runner, readLoop(catalogue), who, { id: advisoryId }));
  const operationsOf = async (who: Principal) =>
    operationsView.parse(await runQuery(world.runner, readOperations(catalogue), who, {}));

  before(async () => {
    world = await createWorld();
    const organisation = await world.organisation('TELCO');
    const other = await world.organisation('OTHER', 'national-administration');
    stranger = await world.person('Otto Other', other, ['isirt', 'security-manager']);
    loop = new LoopWorld(world, catalogue, organisation);
    people = await createLoopPeople(world, organisation);
    for (const name of ['gateway-1', 'gateway-2']) {
      const fields = { name, kind: 'host', exposure: 'internet' };
      const asset = await loop.create(people.assetManager, 'assets', fields);
      gateways.push(asset.id);
      await loop.inventory(people.assetManager, asset.id, { 'mail-core': '2.0.0' });
    }
    loop.passDays(1);
    const document = osvAdvisory('OSV-1', 'mail-core', '2.0.1', '2026-03-03T00:00:00Z');
    await loop.advisory(people.keeper, document);
    await loop.advisory(
      people.keeper,
      osvAdvisory('OSV-2', 'post-office', '1.1.0', '2026-03-03T00:00:00Z'),
    );
    const [row] = await loop.rows(`select id from advisory where source_id = 'OSV-1'`);
    advisoryId = String(row?.['id']);
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  it('shows what an advisory says, and what other sources say of the same vulnerability', async () => {
    const said = saidList.parse(
      await runQuery(world.runner, readSaid, stranger, { id: advisoryId }),
    );
    assert.deepEqual(
      said.items.map(({ ecosystem, name, intervals }) => [ecosystem, name, intervals[0]?.fixed]),
      [['npm', 'mail-core', '2.0.1']],
    );
    const { sources, vulnerabilities } = sourcesView.parse(
      await runQuery(world.runner, readSources, stranger, { id: advisoryId }),
    );
    assert.deepEqual(
      sources.map(({ sourceId, shared }) => [sourceId, shared]),
      [['OSV-2', ['CVE-2026-11111']]],
    );
    assert.deepEqual(
      vulnerabilities.map(({ id }) => id),
      ['CVE-2026-11111'],
    );
  });

  it('tells the matched assets, the warning and for whom it waits, and to another organisation nothing', async () => {
    const seen = await loopOf(people.lead);
    assert.deepEqual(
      seen.standings.map(({ name, counts }) => [name, counts]),
      [['TELCO', { affected: 2, noFix: 0, unknown: 0, possible: 0 }]],
    );
    assert.deepEqual(
      seen.cases.map(({ procedure, state, waitingFor }) => [procedure, state, waitingFor]),
      [['early-warning', 'collected', [{ role: 'isirt', people: ['Anna Analyst'] }]]],
    );
    assert.deepEqual(
      [seen.may.openWarning, (await loopOf(people.implementer)).may.decide],
      [true, false],
    );
    const hidden = await loopOf(stranger);
    assert.deepEqual([hidden.standings, hidden.cases, hidden.targets], [[], [], []]);
    assert.equal(hidden.advisory.sourceId, 'OSV-1');
  });

  it('follows the loop to the verification by inventory, each step with who and when', async () => {
    const warning = (await loop.onlyCase('early-warning')).id;
    await loop.act(people.analyst, warning, 'start-analysis');
    await loop.act(people.analyst, warning, 'record-impact', { impact: 'Mail could be read.' });
    await loop.act(people.lead, warning, 'judge', {
      ...{ priority: 'out-of-cycle', imperative: true, rationale: 'It is reachable.' },
    });
    await loop.create(people.analyst, 'recommendations', patchOf(gateways), warning);
    await loop.act(people.analyst, warning, 'submit');
    const yes = { suitable: true, adequate: true, rational: true };
    await loop.act(people.reviewer, warning, 'approve', yes);
    await loop.relay();
    const patch = (await loop.onlyCase('patch')).id;
    await loop.act(people.patchTester, patch, 'record-test', {
      ...{ result: 'effective', environment: 'Lab', observations: 'Holds.' },
    });
    await loop.act(people.patchManager, patch, 'prioritise', { cvssScore: 9.8 });
    await loop.act(people.patchManager, patch, 'raise-change');
    const change = (await loop.onlyCase('change')).id;
    await carryOutChange(loop, people, change);
    await loop.relay();
    world.clock.advance(3_600_000);
    await loop.inventory(people.assetManager, gateways[0]!, { 'mail-core': '2.0.1' });
    const seen = await loopOf(people.lead);
    assert.deepEqual(
      seen.cases.map(({ procedure, origins }) => [procedure, origins]),
      [
        ['early-warning', []],
        ['patch', [warning]],
        ['change', [patch]],
      ],
    );
    assert.deepEqual(
      seen.targets.map(({ name, state }) => [name, state]),
      [
        ['gateway-1', 'verified'],
        ['gateway-2', 'reported'],
      ],
    );
    const authorised = seen.cases[2]?.performed.find(({ action }) => action === 'authorise');
    assert.equal(authorised?.person, 'Olga Operations');
    assert.equal(seen.cases[2]?.fields['variant'], 'normal');
    assert.equal(seen.standings[0]?.verified, 1);
    await trackChange(loop, people, change);
    await loop.inventory(people.assetManager, gateways[1]!, { 'mail-core': '2.0.1' });
    const closed = await loopOf(people.lead);
    assert.deepEqual(
      closed.cases.map(({ state }) => state),
      ['closed', 'done', 'closed'],
    );
    assert.notEqual(closed.standings[0]?.clearedAt, null);
  });

  it('tells the time from advisory to verified fix by organisation, vendor and month, and only to its organisation', async () => {
    const { timeToFix, findings, cases } = await operationsOf(people.lead);
    const [ours] = timeToFix.byOrganisation;
    assert.equal(ours?.fixed, 2);
    assert.ok(ours.medianDays > 10 && ours.medianDays < 20, String(ours.medianDays));
    assert.ok(ours.p90Days > 25 && ours.p90Days < 31, String(ours.p90Days));
    assert.deepEqual(
      timeToFix.byVendor.map(({ fixed }) => fixed),
      [2],
    );
    assert.equal(
      timeToFix.byMonth.reduce((sum, { fixed }) => sum + fixed, 0),
      2,
    );
    assert.deepEqual([findings.open, cases], [0, []]);
    const theirs = await operationsOf(stranger);
    assert.deepEqual(theirs.timeToFix, { byOrganisation: [], byVendor: [], byMonth: [] });
  });

  it('tells what threatens an asset and which cases touch it, and hides the assets of others', async () => {
    const id = gateways[0]!;
    const { open, verified, cases } = exposureView.parse(
      await runQuery(world.runner, readExposure, people.lead, { id }),
    );
    assert.deepEqual([open, verified], [{}, 1]);
    assert.deepEqual(cases.map(({ procedure }) => procedure).sort(), [
      'change',
      'early-warning',
      'patch',
    ]);
    await assert.rejects(runQuery(world.runner, readExposure, stranger, { id }), {
      code: 'not-found',
    });
  });
});
