import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  type Caller,
  createHttpWorld,
  type HttpWorld,
  type Person,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { isAccessible } from '../accessibility.ts';
import { launchBrowser, type Window, withoutBrowser } from '../browser.ts';
import { fillForm } from '../form-at-desk.ts';
import { byKeyboard, reach } from '../keyboard-hand.ts';
import { fits, settled } from '../page-look.ts';
import { lookAtBoth, signedWindow } from './signed-window.ts';

interface Administration {
  readonly name: string;
  readonly organisation: string;
  readonly npm: Person;
}

const title = 'Terms of the transit service desks';
const subject = 'Security plan, once more';
const asked = 'Your security plan as it stands after the summer.';
const planOf = ({ name }: Administration) => `Security plan that ${name} keeps`;

describe('a request to 27 administrations, in the browser', { skip: withoutBrowser }, () => {
  let world: HttpWorld;
  let browser: Browser;
  let caseId: string;
  let manager: Window;
  const administrations: Administration[] = [];
  const board = (page: Page) => page.getByRole('region', { name: 'Requests by recipient' });

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const body = await party('EU', 'central-body', null, 'Central Body');
    const contractor = await party('ITSM', 'contractor', null, 'ITSM Contractor');
    const requester = await world.withSession(
      await world.person('requester', body, ['taxud-requester']),
    );
    const who = await world.person('manager', contractor, ['itsm-security-manager']);
    const members = await world.query<{ id: string; country: string; name: string }>(
      `select id, country, name from membership where kind = 'eu-member-state' and valid_to is null order by name`,
    );
    assert.equal(members.length, 27);
    for (const { country, name } of members) {
      const whole = `National Administration ${name}`;
      const organisation = await party(`NA-${country}`, 'national-administration', country, whole);
      const npm = await world.person(`npm-${country.toLowerCase()}`, organisation, ['npm']);
      administrations.push({ name: whole, organisation, npm });
    }
    caseId = await scoped(
      requester,
      await world.withSession(who),
      members.map(({ id }) => id),
    );
    browser = await launchBrowser();
    manager = await signedWindow(browser, world, who);
  });
  after(async () => {
    await browser?.close();
    await world.close();
    await stopTestServer();
  });

  async function party(code: string, kind: string, country: string | null, name: string) {
    const id = await world.organisation(code);
    await world.query('update organisation set kind = $2, country = $3, name = $4 where id = $1', [
      ...[id, kind, country, name],
    ]);
    return id;
  }

  /** Terms that concern all of them: with their scope each is asked for its four plans. */
  async function scoped(requester: Caller, accepting: Caller, memberStates: readonly string[]) {
    const opened = await requester('POST', '/cases', {
      ...{ procedure: 'terms-of-collaboration', title },
      fields: { description: 'The service desks ask for it.' },
    });
    assert.equal(opened.status, 201, opened.text);
    const { id } = opened.body['case'] as { id: string };
    const [community] = await world.query<{ id: string }>(
      `select id from user_community where code = 'NCTS-NSD'`,
    );
    const [thread] = await world.query<{ id: string }>(
      `select id from business_thread where code = 'CUST'`,
    );
    const fields = { communities: [community?.id], threads: [thread?.id], memberStates };
    for (const [as, action, input] of [
      [accepting, 'accept', {}],
      [requester, 'set-scope', { fields }],
    ] as const) {
      const done = await as('POST', `/cases/${id}/actions/${action}`, input);
      assert.equal(done.status, 200, done.text);
    }
    return id;
  }

  const found = (country: string): Administration => {
    const one = administrations.find(({ name }) => name.endsWith(country));
    assert.ok(one !== undefined, country);
    return one;
  };

  /** An administration answers the request that was sent last. */
  async function answer(of: Administration): Promise<void> {
    const npm = await world.withSession(of.npm);
    const { body } = await npm('GET', `/requests?caseId=${caseId}&limit=50`);
    const requests = body['items'] as {
      id: string;
      subject: string;
      recipients: readonly { id: string }[];
    }[];
    const request = requests.find((one) => one.subject === subject);
    const [mine, ...others] = request?.recipients ?? [];
    assert.deepEqual(others, [], 'the recipient sees its own part');
    const answered = await npm(
      'POST',
      `/requests/${request?.id}/recipients/${mine?.id}/actions/answer`,
      {
        fields: {
          ...{ planTitle: planOf(of), planEdition: '3.0', planPlace: 'Document store' },
          ...{ planFrom: '2026-09-01', planTo: '2027-12-31' },
        },
      },
    );
    assert.equal(answered.status, 200, answered.text);
  }

  const rowOf = (page: Page): Locator => board(page).getByRole('row').filter({ hasText: subject });
  const cellOf = (page: Page, { name }: Administration): Locator =>
    rowOf(page).getByRole('link', { name: `${name}: ` });

  it('R-TOC-15 is sent from the case to all of them, who stand in the form already', async () => {
    const { page } = manager;
    await page.goto(`/cases/${caseId}`);
    await byKeyboard.press(page.getByRole('button', { name: 'Ask: Plans in effect' }));
    const form = page.getByRole('dialog', { name: 'Ask: Plans in effect' });
    await form.getByRole('button', { name: 'Send the request' }).waitFor();
    await lookAtBoth(page, 'board-ask');
    await form.getByText(found('Sweden').name).first().waitFor();
    await fillForm(byKeyboard, form, {
      ...{ Subject: subject, 'What is asked': asked, Plan: 'Security' },
    });
    await isAccessible(page);
    await byKeyboard.press(form.getByRole('button', { name: 'Send the request' }));
    await form.waitFor({ state: 'hidden' });
    await rowOf(page).getByText('0 of 27 answered').waitFor();
    assert.equal(await rowOf(page).getByRole('cell').count(), 27);
  });

  it('shows who has answered and who has not, and fits the window', async () => {
    for (const country of ['France', 'Germany', 'Sweden']) await answer(found(country));
    const { page } = manager;
    await page.reload();
    await rowOf(page).getByText('3 of 27 answered').waitFor();
    await cellOf(page, found('France'))
      .and(page.getByRole('link', { name: /Answered/ }))
      .waitFor();
    await cellOf(page, found('Italy'))
      .and(page.getByRole('link', { name: /Sent/ }))
      .waitFor();
    await settled(page);
    await isAccessible(page);
    await fits(page, 390);
    await isAccessible(page);
    await fits(page, 1366);
    await board(page).scrollIntoViewIfNeeded();
    await lookAtBoth(page, 'board');
  });

  it('by keys alone the answer of one of them is found in the board and opened', async () => {
    const { page } = manager;
    const stops = board(page).locator('td a[tabindex="0"]');
    assert.equal(await stops.count(), 1, 'the board is one stop on the way of Tab');
    await reach(stops);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const down = await rowOf(page).evaluate((row) =>
      [...(row.parentElement?.children ?? [])].indexOf(row),
    );
    for (let step = 0; step < down; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    assert.ok((await focused()).startsWith(`${found('Sweden').name}: `), await focused());
    const back = administrations.length - 1 - administrations.indexOf(found('France'));
    for (let step = 0; step < back; step += 1) await page.keyboard.press('ArrowLeft');
    assert.ok((await focused()).startsWith(`${found('France').name}: `), await focused());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: subject }).waitFor();
    const named = page.locator('li[data-named]');
    await named.getByText(planOf(found('France'))).waitFor();
    assert.equal(await named.count(), 1);
    await named.and(page.locator(':focus')).waitFor();
    const box = await named.boundingBox();
    assert.ok(box !== null && box.y > 0 && box.y < 900, 'the page begins there');
    await isAccessible(page);
    await lookAtBoth(page, 'board-answer');
  });

  it('R-TOC-15 an administration reads its own answer, and nothing of what the others said', async () => {
    const own = found('Germany');
    const { page, complaints } = await signedWindow(browser, world, own.npm);
    await page.goto(`/cases/${caseId}`);
    await rowOf(page).getByText('1 of 1 answered').waitFor();
    assert.equal(await rowOf(page).getByRole('cell').count(), 1);
    await page.getByText(planOf(own)).first().waitFor();
    await settled(page);
    const others = administrations.filter((one) => one !== own);
    const tellsNothing = async () => {
      const text = await page.locator('body').innerText();
      for (const one of others) assert.ok(!text.includes(planOf(one)), planOf(one));
      assert.doesNotMatch(text, /\d+ of 27/);
    };
    await tellsNothing();
    await isAccessible(page);
    await lookAtBoth(page, 'board-own');
    await cellOf(page, own).click();
    await page.getByRole('heading', { level: 1, name: subject }).waitFor();
    await page.getByText(planOf(own)).waitFor();
    await settled(page);
    await tellsNothing();
    const text = await page.getByRole('main').innerText();
    for (const { name } of others) assert.ok(!text.includes(name), `${name} was asked, too`);
    await lookAtBoth(page, 'board-own-answer');
    assert.deepEqual([...complaints, ...manager.complaints], []);
  });
});
