import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { listTasks } from '#work/tasks/task-queries.ts';
import { carryOutConfiguration } from './fixtures/configuration-steps.ts';
import { createLoopPeople, type LoopPeople, osvAdvisory } from './fixtures/loop-people.ts';
import { carryOutChange, configurationOf, patchOf, trackChange } from './fixtures/loop-steps.ts';
import { LoopWorld, refusals } from './fixtures/loop-world.ts';

const allYes = { suitable: true, adequate: true, rational: true };

describe('the closed loop, from an advisory to the closed early warning', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;
  const gateways: string[] = [];
  const onlyCase = async (procedure: string) => (await loop.onlyCase(procedure)).id;
  const stateOf = async (procedure: string) => (await loop.onlyCase(procedure)).state;
  const tasksOf = async (who: LoopPeople[keyof LoopPeople]) =>
    (await runQuery(world.runner, listTasks, who, { assignee: 'me' })).items;

  before(async () => {
    world = await createWorld();
    const organisation = await world.organisation('TELCO');
    const partner = await world.organisation('PARTNER', 'national-administration');
    loop = new LoopWorld(world, catalogue, organisation);
    people = await createLoopPeople(world, organisation);
    const service = await loop.create(people.keeper, 'services', {
      name: 'Mail',
      class: 'telecom',
      consumers: ['customers'],
      owner: people.lead.personId,
      parties: [partner],
    });
    for (const name of ['gateway-1', 'gateway-2']) {
      const asset = await loop.create(people.assetManager, 'assets', {
        name,
        kind: 'host',
        exposure: 'internet',
        serviceIds: [service.id],
      });
      gateways.push(asset.id);
      await loop.inventory(people.assetManager, asset.id, { 'mail-core': '2.0.0', tls: '1.1.0' });
    }
    loop.passDays(1);
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  it('R-EW-1 R-EW-2 opens one warning for an advisory that matches, and none for an unchanged revision', async () => {
    const document = osvAdvisory('OSV-2026-1', 'mail-core', '2.0.1', '2026-02-20T00:00:00Z');
    await loop.advisory(people.keeper, document);
    await loop.advisory(people.keeper, document);
    const warning = await loop.onlyCase('early-warning');
    assert.equal(warning.state, 'collected');
    assert.equal(warning.fields['source'], 'vendor');
    await loop.advisory(
      people.keeper,
      osvAdvisory('OSV-2026-1', 'mail-core', '2.0.1', '2026-02-22T00:00:00Z', {
        details: 'The same, in other words.',
      }),
    );
    assert.equal((await loop.cases('early-warning')).length, 1, 'what is to be done is unchanged');
  });

  it('R-EW-3 R-EW-4 analyses the impact on the assets that matching found, and lets the lead judge', async () => {
    const id = await onlyCase('early-warning');
    assert.deepEqual(await refusals(loop.act(people.lead, id, 'start-analysis')), [
      'role start-analysis',
    ]);
    await loop.act(people.analyst, id, 'start-analysis');
    assert.deepEqual(
      await refusals(loop.act(people.analyst, id, 'declare-no-impact', {}, 'Nothing here.')),
      ['guard nothing-is-affected'],
    );
    await loop.act(people.analyst, id, 'record-impact', { impact: 'Mail could be read.' });
    const { fields } = await loop.onlyCase('early-warning');
    assert.equal(fields['affectedCount'], 2);
    assert.deepEqual(
      [fields['exploitation'], fields['exposure'], fields['automatable'], fields['humanImpact']],
      ['none', 'open', 'yes', 'medium'],
    );
    const proposed = fields['proposedPriority'];
    assert.equal(typeof proposed, 'string');
    const judgement = {
      priority: 'out-of-cycle',
      imperative: true,
      exploitation: 'poc',
      rationale: 'A proof of concept went round.',
    };
    assert.deepEqual(await refusals(loop.act(people.analyst, id, 'judge', judgement)), [
      'role judge',
    ]);
    assert.deepEqual(
      await refusals(loop.act(people.lead, id, 'judge', { ...judgement, rationale: '' })),
      ['form rationale'],
    );
    await loop.act(people.lead, id, 'judge', judgement);
    assert.equal(await stateOf('early-warning'), 'recommending');
  });

  it('R-EW-5 R-EW-6 has recommendations reviewed for suitability, adequacy and rationality, by another person', async () => {
    const id = await onlyCase('early-warning');
    assert.deepEqual(await refusals(loop.act(people.analyst, id, 'submit')), [
      'guard recommendations-are-there',
    ]);
    await loop.create(people.analyst, 'recommendations', patchOf(gateways), id);
    const half = await loop.create(
      people.analyst,
      'recommendations',
      configurationOf(gateways),
      id,
    );
    assert.deepEqual(await refusals(loop.act(people.analyst, id, 'submit')), [
      'guard configuration-items-are-complete',
    ]);
    await runCommand(world.runner, loop.register('recommendations').update, people.analyst, {
      id: half.id,
      version: half.version,
      fields: { referenceMethod: 'Set tls.min.', checkConditions: 'A handshake with 1.2 fails.' },
    });
    await loop.act(people.analyst, id, 'submit');
    await assert.rejects(
      loop.create(
        people.analyst,
        'recommendations',
        { kind: 'other', title: 'Late', text: 'Late.', urgency: 'defer' },
        id,
      ),
      { code: 'not-recommending' },
    );
    const no = { ...allYes, adequate: false };
    assert.deepEqual(await refusals(loop.act(people.reviewer, id, 'approve', no)), [
      'guard all-criteria-hold',
    ]);
    assert.deepEqual(await refusals(loop.act(people.reviewer, id, 'return-recommendations', no)), [
      'comment',
    ]);
    await loop.act(people.reviewer, id, 'return-recommendations', no, 'Say how to check it.');
    await loop.act(people.analyst, id, 'submit');
    const both = {
      ...people.reviewer,
      holdings: [...people.reviewer.holdings, ...people.analyst.holdings],
      personId: people.analyst.personId,
    };
    assert.deepEqual(await refusals(loop.act(both, id, 'approve', allYes)), ['segregation submit']);
    await loop.act(people.reviewer, id, 'approve', allYes);
    await loop.relay();
    assert.equal(await stateOf('early-warning'), 'tracking');
  });

  it('R-EW-7 R-XG-2 R-CF-2 hands over to patch management, and to configuration as a case with the item in its three parts', async () => {
    const patch = await loop.onlyCase('patch');
    assert.equal(patch.state, 'required');
    assert.equal(patch.fields['exposure'], 'internet');
    const targets = await loop.list(people.patchManager, 'patch-targets', { caseId: patch.id });
    assert.deepEqual(
      targets.map(({ state }) => state),
      ['waiting', 'waiting'],
    );
    const configuration = await loop.onlyCase('configuration');
    assert.deepEqual(
      [configuration.state, configuration.fields['origin'], configuration.fields['assets']],
      ['collecting-items', 'early-warning', gateways],
    );
    const [item] = await loop.list(people.configurator, 'configuration-items');
    const parts = [
      item?.fields['requirement'],
      item?.fields['referenceMethod'],
      item?.fields['checkConditions'],
    ];
    assert.deepEqual(parts, [
      'The gateways offer TLS 1.3 only.',
      'Set tls.min.',
      'A handshake with 1.2 fails.',
    ]);
    assert.deepEqual(
      [item?.fields['source'], item?.fields['recommendation']],
      ['early-warning', configuration.fields['recommendation']],
    );
    const [line] = await loop.list(people.configurator, 'configuration-profile-items', {
      caseId: configuration.id,
    });
    assert.equal(line?.fields['item'], item?.id);
    assert.deepEqual(
      (await refusals(loop.act(people.lead, await onlyCase('early-warning'), 'close'))).sort(),
      ['guard everything-is-back', 'hand-off-open configuration', 'hand-off-open patch'],
    );
  });

  it('R-PT-1 R-PT-2 R-PT-3 R-PT-4 tests, prioritises and hands the patch to a change', async () => {
    const { id } = await loop.onlyCase('patch');
    const test = { result: 'effective', environment: 'Gateway lab', observations: 'Holds.' };
    assert.deepEqual(await refusals(loop.act(people.patchManager, id, 'prioritise')), [
      'wrong-state prioritise',
    ]);
    assert.deepEqual(await refusals(loop.act(people.patchManager, id, 'record-test', test)), [
      'role record-test',
    ]);
    await loop.act(people.patchTester, id, 'record-test', test);
    assert.deepEqual(
      await refusals(loop.act(people.patchManager, id, 'prioritise', { priority: 'low' })),
      ['guard deviation-is-explained'],
    );
    await loop.act(people.patchManager, id, 'prioritise', { cvssScore: 9.8 });
    const { fields } = await loop.onlyCase('patch');
    assert.deepEqual([fields['proposedPriority'], fields['priority']], ['immediate', 'immediate']);
    assert.equal(fields['dueBy'], loop.at(3));
    assert.deepEqual(await refusals(loop.act(people.patchManager, id, 'defer', {}, 'Next year.')), [
      'guard exception-covers-targets',
    ]);
    await loop.act(people.patchManager, id, 'raise-change');
    const change = await loop.onlyCase('change');
    assert.deepEqual(
      [change.fields['origin'], change.fields['assets'], change.fields['priority']],
      ['patch', gateways, 'immediate'],
    );
  });

  it('R-CH-1 carries the change out, reports its hosts, and returns its result', async () => {
    const id = await onlyCase('change');
    await carryOutChange(loop, people, id);
    await loop.relay();
    const targets = await loop.list(people.patchManager, 'patch-targets');
    assert.deepEqual(
      targets.map(({ state }) => state),
      ['reported', 'reported'],
    );
    assert.equal(
      await stateOf('patch'),
      'verifying',
      'its reviews follow, the patch need not wait',
    );
    world.clock.advance(3_600_000);
    await loop.inventory(people.assetManager, gateways[0]!, { 'mail-core': '2.0.1', tls: '1.1.0' });
    assert.deepEqual(await loop.list(people.changeManager, 'unauthorised-changes'), []);
    const seen = await loop.list(people.patchManager, 'patch-targets', {});
    assert.deepEqual(seen.map(({ state }) => state).sort(), ['reported', 'verified']);
  });

  it('is contradicted by an inventory that shows the weakness, and closed by one that does not', async () => {
    const { id } = await loop.onlyCase('patch');
    loop.passDays(1);
    await loop.inventory(people.assetManager, gateways[1]!, { 'mail-core': '2.0.0', tls: '1.1.0' });
    assert.equal(await stateOf('patch'), 'contradicted');
    await loop.act(people.patchManager, id, 'await-inventory', {}, 'Restarted only today.');
    await loop.relay();
    assert.equal(
      await stateOf('patch'),
      'verifying',
      'the inventory seen before does not count again',
    );
    loop.passDays(1);
    await loop.inventory(people.assetManager, gateways[1]!, { 'mail-core': '2.0.1', tls: '1.1.0' });
    assert.equal(await stateOf('patch'), 'done');
    assert.equal(await stateOf('early-warning'), 'tracking', 'the configuration is not back');
    assert.equal(await stateOf('change'), 'implemented');
    await trackChange(loop, people, (await loop.onlyCase('change')).id);
    await loop.relay();
    assert.deepEqual([await stateOf('change'), await stateOf('patch')], ['closed', 'done']);
  });

  it('R-EW-8 R-CF-5 R-CF-6 waits for the configuration until it is checked on every asset, and closes by itself', async () => {
    const owner = await world.person('Olaf Owner', loop.organisation, ['asset-owner']);
    await carryOutConfiguration(loop, { ...people, owner });
    assert.equal(await stateOf('configuration'), 'in-force');
    assert.equal(await stateOf('early-warning'), 'closed');
    const recommendations = await loop.list(people.lead, 'recommendations');
    assert.deepEqual(
      recommendations.map(({ state }) => state),
      ['done', 'done'],
    );
    const told = await loop.rows(`select payload from job_request where kind = 'notify-roles'`);
    const notices = told.map((row) => row['payload'] as { about: string; roles: string[] });
    assert.ok(
      notices.some(({ about, roles }) => about === 'close' && roles.includes('informed-party')),
      'relevant parties are told of the end',
    );
  });

  it('opens a linked patch case when the weakness comes back, and reports what changed under no change', async () => {
    const finished = await loop.onlyCase('patch');
    loop.passDays(1);
    // Taken after the change of the configuration, so that what follows lies outside any change.
    await loop.inventory(people.assetManager, gateways[0]!, { 'mail-core': '2.0.1', tls: '1.1.0' });
    loop.passDays(1);
    await loop.inventory(people.assetManager, gateways[0]!, { 'mail-core': '2.0.0', tls: '1.1.0' });
    const [, again] = await loop.cases('patch');
    assert.equal(again?.fields['reopenedFrom'], finished.id);
    assert.deepEqual(again?.fields['assets'], [gateways[0]]);
    loop.passDays(1);
    await loop.inventory(people.assetManager, gateways[0]!, { 'mail-core': '2.0.0', tls: '1.1.0' });
    assert.equal((await loop.cases('patch')).length, 2, 'one case, however often it is seen');
    assert.equal((await loop.cases('early-warning')).length, 1);
    const unauthorised = await loop.list(people.changeManager, 'unauthorised-changes');
    assert.ok(unauthorised.some(({ fields }) => fields['asset'] === gateways[0]));
    const asked = await tasksOf(people.changeManager);
    assert.ok(asked.some(({ task }) => task === 'explain-change'));
  });
});
