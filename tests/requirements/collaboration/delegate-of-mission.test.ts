import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import { answersOfAdministration } from '../mission-content.ts';
import { type Asked, createMissionDesk, type MissionDesk } from '../mission-desk.ts';
import { collecting } from '../mission-steps.ts';
import { MovingClock } from '../terms-stage/terms-world.ts';

const hour = 3_600_000;
const clock = new MovingClock();
let desk: MissionDesk;
let mission: string;

before(async () => {
  desk = await createMissionDesk(clock);
  [mission] = await collecting(desk, 'Review of the national transit service, Germany');
});
after(async () => {
  await desk.world.close();
  await stopTestServer();
});

async function questionnaire(who: string): Promise<Asked> {
  const [asked] = await desk.asked(who, mission, 'questionnaire');
  assert.ok(asked !== undefined);
  return asked;
}

const draft = async (who: string, version: number, count: number) =>
  desk.call(who)(
    'PUT',
    `/questionnaires/${(await questionnaire('npmde')).recipients[0]?.id}/draft`,
    {
      ...{ version, answers: answersOfAdministration.slice(0, count) },
    },
  );

describe('the questionnaire of a mission in the hands of a delegate', () => {
  it('R-FFM-20 R-FFM-10 while the delegation holds he types and hands in, and the answer is given for whom he stands', async () => {
    assert.ok([403, 404].includes((await draft('delegatede', 0, 3)).status), 'nobody delegated');
    const { delegatede, npmde } = desk.people;
    const until = new Date(clock.now().getTime() + hour).toISOString();
    const given = await desk.call('npmde')('POST', `/cases/${mission}/delegations`, {
      ...{ personId: delegatede?.id, role: 'npm', until },
    });
    assert.equal(given.status, 201, given.text);
    await desk.signInAgain('delegatede');
    const saved = await draft('delegatede', 0, 3);
    assert.equal(saved.status, 200, saved.text);
    const answers = { fields: { answers: answersOfAdministration }, onBehalfOf: npmde?.id ?? '' };
    await desk.answer('delegatede', await questionnaire('npmde'), 'answer', answers);
    assert.equal((await questionnaire('npmde')).recipients[0]?.state, 'done');
  });

  it('R-FFM-20 after its end the same session types and hands in nothing, and his project manager does', async () => {
    const comment = 'Question 6 is too short.';
    const { id } = await questionnaire('npmde');
    const sent = (await desk.asked('manager', mission, 'questionnaire')).find(
      (one) => one.id === id,
    );
    assert.ok(sent !== undefined);
    await desk.answer('manager', sent, 'return', { comment });
    clock.advance(2 * hour);
    const late = await draft('delegatede', 1, 5);
    assert.ok([403, 404].includes(late.status), late.text);
    const fields = { answers: answersOfAdministration };
    const asked = await questionnaire('npmde');
    const onBehalfOf = desk.people['npmde']?.id ?? '';
    const path = `/requests/${asked.id}/recipients/${asked.recipients[0]?.id}/actions/answer`;
    const refused = await desk.call('delegatede')('POST', path, { fields, onBehalfOf });
    assert.ok([403, 404, 409].includes(refused.status), refused.text);
    assert.equal((await questionnaire('npmde')).recipients[0]?.state, 'returned');
    assert.equal((await draft('npmde', 1, 7)).status, 200);
    await desk.answer('npmde', asked, 'answer', { fields });
  });
});

describe('a meeting that a mission includes', () => {
  it('R-FFM-13 is asked for while it collects, with its administrations, and leaves the mission where it is', async () => {
    const purpose = 'The remote access of the hosting company.';
    await desk.act('manager', mission, 'spawn-meeting', { fields: { part: 'included', purpose } });
    const { body } = await desk.call('liso')('GET', '/cases?procedure=meeting&limit=5');
    const [meeting] = body['items'] as { id: string }[];
    const opened = await desk.call('npmde')('GET', `/cases/${meeting?.id}`);
    assert.equal(opened.status, 200, 'its project manager takes part');
    const { fields } = opened.body['case'] as { fields: Record<string, unknown> };
    assert.deepEqual(
      [fields['mission'], fields['partOfMission'], fields['purpose'], fields['administrations']],
      [mission, 'included', purpose, [desk.organisations.de]],
    );
    assert.equal((await desk.call('npmfr')('GET', `/cases/${meeting?.id}`)).status, 404);
    assert.equal(await desk.stateOf(mission), 'collecting');
  });
});
