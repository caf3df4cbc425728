import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assessedHigh } from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { reportDelivered, resolved } from './steps.ts';

interface ShownTask {
  readonly id: string;
  readonly task: string;
  readonly may: { readonly complete: boolean };
}

describe('what holds the end of an incident back', () => {
  let world: IncidentWorld;

  before(async () => {
    world = await createIncidentWorld();
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const caseOf = async (who: Caller, id: string) => {
    const { body, text } = await who('GET', `/cases/${id}`);
    assert.ok(body['case'], text);
    return {
      fields: (body['case'] as { fields: Record<string, unknown> }).fields,
      tasks: body['tasks'] as ShownTask[],
    };
  };
  const planned = async (who: Caller, id: string, procedure: string) =>
    (await caseOf(who, id)).tasks.filter(({ task }) => task === `planned:${procedure}`);
  /** Two NISOs of the incident log that they spoke. */
  const speak = async (who: Caller, id: string, partner: string) => {
    const entry = { with: partner, subject: 'Rerouting', text: 'By telephone at nine.' };
    const answer = await who('POST', `/cases/${id}/liaison`, entry);
    assert.equal(answer.status, 201, answer.text);
  };

  it('R-INC-12 an impact that becomes high during the resolution: it does not end until its report is delivered', async () => {
    const { people, act, refused, state } = world;
    const { manager, liso } = people;
    const id = await resolved(world);
    await assessedHigh(world, id);
    assert.equal((await caseOf(liso, id)).fields['highImpact'], true);
    assert.ok((await refused(manager, id, 'close')).includes('high-impact-has-its-report'));
    await act(manager, id, 'high');
    await reportDelivered(world, id);
    const left = await refused(manager, id, 'close');
    assert.deepEqual([...new Set(left)], ['hand-off-open', 'recommendations-are-handed-over']);
    await act(manager, id, 'hand-over');
    for (const { id: task } of await planned(liso, id, 'notification')) {
      const fields = { outcome: 'not-achieved', answer: 'Not required.' };
      const answer = await liso('POST', `/tasks/${task}/complete`, { fields });
      assert.equal(answer.status, 200, answer.text);
    }
    await act(manager, id, 'close');
    assert.equal(await state(id), 'closed');
  });

  it('R-INC-8 a liaison that was not logged: each administration affected counts, and the reason why none was needed is kept', async () => {
    const { people, ids, act, refused, state } = world;
    const { manager, nisoX, nisoY, nisoZ, liso } = people;
    const spoken = await resolved(world, [ids.y, ids.z]);
    assert.deepEqual(await refused(manager, spoken, 'close'), ['liaison-was-held']);
    // Whichever of the two logs it; those that are affected need not speak with each other.
    await speak(nisoY, spoken, ids.x);
    await speak(nisoY, spoken, ids.z);
    assert.deepEqual(await refused(manager, spoken, 'close'), ['liaison-was-held']);
    await speak(nisoX, spoken, ids.z);
    await act(manager, spoken, 'close');
    assert.equal(await state(spoken), 'closed');
    const late = { with: ids.x, subject: 'Later', text: 'After the end.' };
    assert.equal((await nisoY('POST', `/cases/${spoken}/liaison`, late)).status, 409);
    const silent = await resolved(world, [ids.y]);
    const blank = { noLiaisonBecause: '   ' };
    assert.deepEqual(await refused(manager, silent, 'close', blank), ['liaison-was-held']);
    const noLiaisonBecause = 'Y was told by the central body, which held the messages back.';
    await act(manager, silent, 'close', { noLiaisonBecause });
    for (const who of [liso, nisoX, nisoY]) {
      assert.equal((await caseOf(who, silent)).fields['noLiaisonBecause'], noLiaisonBecause);
    }
    assert.equal((await nisoZ('GET', `/cases/${silent}`)).status, 404);
  });

  it('R-SIR-6 what was handed over is answered by whom it was handed to: to others it is shown and not offered', async () => {
    const { people, http, ids, act } = world;
    const { manager, officer, liso } = people;
    const improver = await http.withSession(
      await http.person('improver', ids.contractor, ['csip-manager']),
    );
    const id = await resolved(world);
    await act(manager, id, 'recommend', {
      ...{ title: 'Second gateway', text: 'Set one up.', urgency: 'high', goesTo: 'improvement' },
    });
    await act(manager, id, 'hand-over');
    const [task] = await planned(liso, id, 'improvement');
    assert.ok(task);
    const fields = { outcome: 'achieved', answer: 'In service.' };
    for (const who of [manager, officer, liso]) {
      const [shown] = await planned(who, id, 'improvement');
      assert.equal(shown?.may.complete, false);
      const answer = await who('POST', `/tasks/${task.id}/complete`, { fields });
      assert.equal(answer.status, 403, answer.text);
    }
    const [offered] = await planned(improver, id, 'improvement');
    assert.equal(offered?.may.complete, true);
    const answer = await improver('POST', `/tasks/${task.id}/complete`, { fields });
    assert.equal(answer.status, 200, answer.text);
    assert.equal((await planned(improver, id, 'improvement'))[0]?.may.complete, false);
  });
});
