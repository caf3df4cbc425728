import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { none } from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import { stopTestServer } from '#tests/database.ts';

interface Decision {
  readonly fields: {
    readonly outcome: string;
    readonly systems: readonly { readonly level: string }[];
  };
}

describe('the level of a system that an incident affects changes in the register', () => {
  let world: IncidentWorld;
  before(async () => {
    world = await createIncidentWorld();
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  it('R-INC-11 the impact is decided again by the new level, and both decisions stand with their inputs', async () => {
    const { people, ids, act, report, system } = world;
    const { manager, liso } = people;
    const id = await report();
    await act(manager, id, 'accept', {
      ...{ commonDomainImpact: 'yes', originAdministration: ids.x },
    });
    const ncts = await system('NCTS', 'MODERATE');
    await act(manager, id, 'assess-system', {
      ...{ system: ncts, ...none, availability: 'SIGNIFICANT' },
      ...{ criteria: ['exchange-stopped'], judgement: 'No movement could be closed.' },
    });
    const decisions = async () => {
      const { body, text } = await liso('GET', `/impact-decisions?caseId=${id}&limit=10`);
      assert.ok(Array.isArray(body['items']), text);
      return (body['items'] as Decision[]).map(({ fields }) => [
        fields.outcome,
        fields.systems[0]?.level,
      ]);
    };
    assert.deepEqual(await decisions(), [['low', 'MODERATE']]);
    const { body } = await liso('GET', `/systems/${ncts}`);
    const { version } = body['record'] as { version: number };
    const patch = { fields: { securityLevel: 'STRATEGIC' } };
    const keeper = await world.http.withSession(
      await world.http.person('keeper', ids.contractor, ['security-manager']),
    );
    const changed = await keeper('PATCH', `/systems/${ncts}`, patch, {
      'if-match': `"${version}"`,
    });
    assert.equal(changed.status, 200, changed.text);
    const end = Date.now() + 20_000;
    while ((await decisions()).length < 2) {
      assert.ok(Date.now() < end, 'it is not decided again');
      await delay(100);
    }
    assert.deepEqual((await decisions()).sort(), [
      ['high', 'STRATEGIC'],
      ['low', 'MODERATE'],
    ]);
    const seen = await liso('GET', `/cases/${id}`);
    const { fields } = seen.body['case'] as { fields: Record<string, unknown> };
    assert.equal(fields['highImpact'], true);
  });
});
