import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { ceiling as atMost, numberOf } from '#tests/requirements/terms-stage/terms-in-force.ts';
import { negotiating } from '#tests/requirements/terms-stage/terms-world.ts';
import type { ExportPlan } from '#work/bundle/contract.ts';

describe('what the terms let a bundle carry', () => {
  let world: IncidentWorld;
  before(async () => {
    world = await createIncidentWorld();
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  it('goes as far as the clause of the terms in force says, named with it', async () => {
    const { ids, people, report, act } = world;
    const incident = await report({ originAdministration: ids.x });
    await act(people.manager, incident, 'accept', {
      ...{ commonDomainImpact: 'yes', affectedAdministrations: [ids.y] },
    });
    const { under } = await negotiating(world);
    const planned = async (tlp: string, label?: string) =>
      under([atMost(tlp, label)], async ({ reference }) => {
        const path = `/cases/${incident}/bundle-plan?recipient=${ids.x}`;
        const answer = await people.liso('GET', path);
        assert.equal(answer.status, 200, answer.text);
        const { ceiling, refusals } = answer.body as unknown as ExportPlan;
        const by = [ceiling.ground?.['terms'], ceiling.ground?.['clause']];
        assert.deepEqual(by, [reference, numberOf(0)]);
        return [ceiling.tlp, ceiling.label, refusals.map(({ code }) => code)];
      });
    assert.deepEqual(await planned('GREEN'), ['GREEN', 'LIMITED', ['above-ceiling']]);
    assert.deepEqual(await planned('AMBER', 'PUBLIC'), ['AMBER', 'PUBLIC', ['above-ceiling']]);
    assert.deepEqual(await planned('AMBER'), ['AMBER', 'LIMITED', []]);
  });
});
