import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { anchorOf } from '#areas/collaboration/missions/web/questionnaire/parts.ts';
import { password } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { content, questionnaire } from '#tests/requirements/mission-content.ts';
import { createMissionDesk, type MissionDesk } from '#tests/requirements/mission-desk.ts';
import { period, plan } from '#tests/requirements/mission-steps.ts';
import { isAccessible } from '../accessibility.ts';
import { launchBrowser, withoutBrowser } from '../browser.ts';
import { Desk } from '../desk.ts';
import { byKeyboard } from '../keyboard-hand.ts';
import { fillIn, handIn } from '../questionnaire-at-desk.ts';

const title = 'Review of the national transit service';
/** A question of each kind that is typed or chosen; the first opens the second. */
const [opens, follows, ...others] = [1, 2, 3, 5, 6, 8].flatMap((wanted) =>
  content.questions.filter(({ number }) => number === wanted),
);

describe('a questionnaire in the browser by keyboard alone', { skip: withoutBrowser }, () => {
  let mission: MissionDesk;
  let browser: Browser;
  let npm: Desk;
  let id: string;

  before(async () => {
    assert.ok(opens !== undefined && follows !== undefined);
    const kinds = [opens, follows, ...others].map(({ kind }) => kind);
    assert.deepEqual(kinds, [
      ...['yes-no', 'date', 'single-choice', 'number', 'text', 'multiple-choice'],
    ]);
    mission = await createMissionDesk();
    id = await asked();
    browser = await launchBrowser();
    const email = mission.people['npmde']?.email ?? '';
    const account = { email, password };
    npm = await Desk.of('npmde', browser, mission.world.base, { hand: byKeyboard, account });
  });
  after(async () => {
    try {
      await npm?.close();
    } finally {
      await browser?.close();
      await mission?.world.close();
      await stopTestServer();
    }
  });

  /** A mission whose programme is approved with these questions, so that they are sent. */
  async function asked(): Promise<string> {
    const targets = ['administration', 'third-party'];
    const made = await mission.opened(title, { ...mission.scope, targets });
    await mission.act('manager', made, 'accept');
    await plan(mission, made);
    const numbers = [opens, follows, ...others].map((one) => one?.number);
    const questions = questionnaire
      .filter(({ number }) => numbers.includes(number))
      .map((one) => ({ ...one, addressee: 'administration' }));
    await mission.act('manager', made, 'set-questions', { fields: { questions } });
    const programme = await mission.submitted(made, 'mission-programme');
    await mission.act('manager', made, 'submit-programme', { fields: period });
    await mission.approved(programme);
    await mission.act('liso', made, 'approve-programme');
    return made;
  }

  it('R-FFM-10 a question is asked once another is answered so that it follows, every kind is answered, and all is handed in', async () => {
    assert.ok(opens !== undefined && follows !== undefined);
    const place = (number: number) => npm.main.locator(`#${anchorOf(number)}`);
    const said = (words: string) => place(opens.number).getByLabel(words, { exact: true });
    await npm.visit(`/missions/${id}`, title);
    await npm.press(npm.main.getByRole('link', { name: 'Fill in' }));
    await npm.page.waitForURL(/\/questionnaires\//);
    await place(opens.number).waitFor();
    assert.equal(await place(follows.number).count(), 0, 'not asked yet');
    await npm.tick(said('Yes'));
    await place(follows.number).waitFor();
    await npm.tick(said('No'));
    await place(follows.number).waitFor({ state: 'detached' });
    // What is missing is told, and the focus goes to the first of it.
    await npm.press(npm.main.getByRole('button', { name: 'Hand in' }));
    const missing = others.filter(({ required }) => required === true);
    assert.equal(
      await npm.page.evaluate(() => document.activeElement?.id),
      anchorOf(missing[0]?.number ?? 0),
    );
    await npm.main.getByText(`${missing.length} questions need another look`).waitFor();
    await isAccessible(npm.page);

    await fillIn(npm, [opens]);
    await place(follows.number).waitFor();
    await fillIn(npm, [follows, ...others]);
    await npm.main.getByText(/^Saved/).waitFor();
    await npm.page.reload();
    await npm.sees(/^6 of 6 answered/);
    await isAccessible(npm.page);
    await handIn(npm);
    const [request] = await mission.asked('manager', id, 'questionnaire');
    const ofNpm = request?.recipients.find(({ state }) => state === 'done');
    assert.ok(ofNpm, 'it is handed in');
    const { answers } = ofNpm.answer as { answers: { number: number; value: string }[] };
    assert.deepEqual(
      answers.map(({ number, value }) => [number, value]).sort(([a], [b]) => Number(a) - Number(b)),
      [opens, follows, ...others].map(({ number, answer }) => [number, answer]),
    );
  });
});
