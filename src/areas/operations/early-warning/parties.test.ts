import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { completeTask } from '#work/tasks/complete-task.ts';
import { listTasks } from '#work/tasks/task-queries.ts';
import { createLoopPeople, type LoopPeople, osvAdvisory } from './fixtures/loop-people.ts';
import { LoopWorld } from './fixtures/loop-world.ts';

describe('whom an early warning is told', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;
  let assetOwner: Principal;
  let serviceOwner: Principal;
  let subscriber: Principal;
  let contact: Principal;
  let warning: string;

  before(async () => {
    world = await createWorld();
    loop = new LoopWorld(world, catalogue, await world.organisation('TELCO'));
    people = await createLoopPeople(world, loop.organisation);
    const partner = await world.organisation('PARTNER', 'national-administration');
    assetOwner = await world.person('Elin Owner', loop.organisation, ['asset-owner']);
    serviceOwner = await world.person('Sven Service', loop.organisation, ['asset-owner']);
    subscriber = await world.person('Sara Subscriber', loop.organisation, ['asset-owner']);
    contact = await world.person('Ida Informed', partner, ['informed-party']);
    const service = await loop.create(people.keeper, 'services', {
      ...{ name: 'Mail', class: 'telecom', consumers: ['customers'], parties: [partner] },
      owner: serviceOwner.personId,
    });
    const { id: host } = await loop.create(people.assetManager, 'assets', {
      ...{ name: 'host', kind: 'host', owner: assetOwner.personId, serviceIds: [service.id] },
    });
    await loop.create(subscriber, 'subscriptions', {
      ...{ title: 'What touches my assets', person: subscriber.personId },
      ...{ exploitedOnly: false, ownAssetsOnly: true, active: true },
    });
    await loop.inventory(people.assetManager, host, { relay: '3.0.0' });
    await loop.advisory(
      people.keeper,
      osvAdvisory('OSV-2026-51', 'relay', '3.1.0', '2026-02-20T00:00:00Z'),
    );
    warning = (await loop.onlyCase('early-warning')).id;
    await loop.act(people.analyst, warning, 'start-analysis');
    await loop.act(people.analyst, warning, 'record-impact', { impact: 'Some.' });
    const judgement = { priority: 'scheduled', imperative: true, rationale: 'Weighed.' };
    await loop.act(people.lead, warning, 'judge', judgement);
    const one = { kind: 'other', title: 'Filter', text: 'Filter it.', urgency: 'scheduled' };
    await loop.create(people.analyst, 'recommendations', one, warning);
    await loop.act(people.analyst, warning, 'submit');
    const allYes = { suitable: true, adequate: true, rational: true };
    await loop.act(people.reviewer, warning, 'approve', allYes);
    await loop.relay();
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  const questionsOf = async (who: Principal) =>
    (await runQuery(world.runner, listTasks, who, { assignee: 'me' })).items.filter(
      ({ task }) => task === 'answer-warning',
    );
  const answers = async () =>
    Object.fromEntries(
      (await loop.list(people.lead, 'warning-answers', { caseId: warning })).map(({ fields }) => [
        fields['name'],
        [fields['because'], fields['answer'] ?? null],
      ]),
    );
  const answer = async (who: Principal, given: string) => {
    const [task] = await questionsOf(who);
    await runCommand(world.runner, completeTask(catalogue), who, {
      ...{ taskId: task?.id, fields: { answer: given, explanation: 'So it is.' } },
    });
    await loop.relay();
  };

  it('R-EW-8 asks owners of assets and services, parties of services and subscribers, each for the reason', async () => {
    for (const who of [assetOwner, serviceOwner, subscriber, contact]) {
      assert.equal((await questionsOf(who)).length, 1, who.personId ?? '');
    }
    assert.deepEqual(await questionsOf(people.keeper), [], 'nobody else');
    const found = await answers();
    assert.deepEqual(found['Elin Owner'], [['asset-owner'], null]);
    assert.deepEqual(found['Sven Service'], [['service-owner'], null]);
    assert.deepEqual(found['Sara Subscriber'], [['subscriber'], null]);
    assert.equal(Object.keys(found).length, 4);
    const [notice] = await loop.rows(
      `select payload->'people' as people from job_request where kind = 'notify-roles' and payload->>'about' = 'answer-warning'`,
    );
    assert.deepEqual(
      [...((notice?.['people'] ?? []) as string[])].sort(),
      [assetOwner, serviceOwner, subscriber].map(({ personId }) => personId).sort(),
    );
  });

  it('R-EW-8 shows a party the status of the warning, and no answer of anybody', async () => {
    assert.equal((await loop.read(contact, warning)).case.state, 'tracking');
    const [held] = contact.holdings;
    assert.ok(held);
    const contactOfAll = { ...contact, holdings: [held, { ...held, role: 'isirt' }] };
    assert.deepEqual(await loop.list(contactOfAll, 'warning-answers'), []);
  });

  it('R-EW-8 keeps each answer with who gave it, and asks again who did not know', async () => {
    await answer(assetOwner, 'unknown');
    assert.deepEqual((await answers())['Elin Owner'], [['asset-owner'], 'unknown']);
    assert.equal((await questionsOf(assetOwner)).length, 1);
    await answer(assetOwner, 'affected');
    assert.deepEqual((await answers())['Elin Owner'], [['asset-owner'], 'affected']);
    assert.deepEqual(await questionsOf(assetOwner), []);
    await answer(contact, 'unknown');
    await answer(contact, 'not-affected');
    assert.deepEqual((await answers())['Sven Service'], [['service-owner'], null]);
    const [{ given } = {}] = await loop.rows(
      `select answer as given from warning_answer where person is null`,
    );
    assert.equal(given, 'not-affected');
  });
});
