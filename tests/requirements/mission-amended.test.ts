import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import { answersOfAdministration, questionnaire } from './mission-content.ts';
import { createMissionDesk, type MissionDesk } from './mission-desk.ts';
import { collecting, period } from './mission-steps.ts';

let desk: MissionDesk;
let mission: string;

before(async () => {
  desk = await createMissionDesk();
  [mission] = await collecting(desk, 'A mission that learns more than it asked');
});
after(async () => {
  await desk.world.close();
  await stopTestServer();
});

const more = {
  ...{ number: 61, section: 'More', question: 'Who keeps the keys?', kind: 'text' },
  ...{ required: true, addressee: 'administration' },
};

describe('a programme that is amended while information is collected', () => {
  it('R-FFM-23 goes through its approval again, and asks only what was not asked before', async () => {
    const [first] = await desk.asked('npmde', mission, 'questionnaire');
    assert.ok(first !== undefined);
    await desk.act('manager', mission, 'amend-programme', { comment: 'Keys were forgotten.' });
    const answers = { fields: { answers: answersOfAdministration } };
    await desk.answer('npmde', first, 'answer', answers);
    const all = questionnaire.map((one) => ({
      ...one,
      addressee: one.number > 10 && one.number <= 20 ? 'both' : 'administration',
    }));
    await desk.act('manager', mission, 'set-questions', { fields: { questions: [...all, more] } });
    const stale = await desk.act('manager', mission, 'submit-programme', { fields: period }, 409);
    assert.match(stale.text, /programme-document-is-submitted/);
    const next = await desk.submitted(mission, 'mission-programme');
    await desk.act('manager', mission, 'submit-programme', { fields: period });
    await desk.approved(next);
    assert.equal((await desk.asked('npmde', mission, 'questionnaire')).length, 1);
    await desk.act('liso', mission, 'approve-programme');
    const asked = await desk.asked('npmde', mission, 'questionnaire');
    const second = asked.find(({ id }) => id !== first.id);
    assert.ok(second !== undefined);
    assert.deepEqual(
      (second.fields['questions'] as { number: number }[]).map(({ number }) => number),
      [61],
    );
    assert.equal((await desk.asked('hoster', mission, 'questionnaire')).length, 1);
    assert.equal(
      (await desk.asked('npmde', mission, 'interview')).length,
      5,
      'nobody is invited twice',
    );
    assert.equal((await desk.asked('npmde', mission, 'access')).length, 3);
  });

  it('a questionnaire that is not whole enough goes back to whoever answered, and a request can be waived with a reason', async () => {
    const asked = await desk.asked('manager', mission, 'questionnaire');
    const byQuestions = (count: number) => {
      const found = asked.find(({ fields }) => (fields['questions'] as unknown[]).length === count);
      assert.ok(found !== undefined);
      return found;
    };
    const whole = byQuestions(60);
    await desk.answer('manager', whole, 'return', {}, 409);
    await desk.answer('manager', whole, 'return', { comment: 'Question 6 is too short.' });
    const mine = (await desk.asked('npmde', mission, 'questionnaire')).find(
      ({ id }) => id === whole.id,
    );
    assert.equal(mine?.recipients[0]?.state, 'returned');
    await desk.answer('manager', byQuestions(1), 'withdraw', {}, 409);
    await desk.answer('manager', byQuestions(1), 'withdraw', {
      comment: 'Answered on the telephone.',
    });
  });
});
