import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  type MeetingPeople,
  meetingPeople,
  requestMeeting,
} from '#tests/requirements/meeting-people.ts';
import { isAccessible } from '../accessibility.ts';
import { launchBrowser, type Window, withoutBrowser } from '../browser.ts';
import { byKeyboard, reach } from '../keyboard-hand.ts';
import { fits, settled } from '../page-look.ts';
import { lookAtBoth, signedWindow } from './signed-window.ts';

const title = 'Security of transit, winter';

/** First day of the month that is so many months from this one. */
function monthFrom(months: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1));
}

const wordsOf = (month: Date) =>
  month.toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

describe('the calendar in the browser', { skip: withoutBrowser }, () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let browser: Browser;
  let manager: Window;
  let meetingId: string;
  /** The tenth of next month, when the meeting is. */
  const sits = new Date(monthFrom(1).getTime() + 9 * 86_400_000);
  const sitsOn = sits.toISOString().slice(0, 10);
  let dueOn: string;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    people = await meetingPeople(world);
    const meeting = await requestMeeting(people, title, { startsAt: `${sitsOn}T09:00:00.000Z` });
    meetingId = meeting.id;
    const [deadline] = await world.query<{ at: Date }>(
      `select due_at as at from procedure_case where id = $1`,
      [meetingId],
    );
    assert.ok(deadline !== undefined);
    dueOn = deadline.at.toISOString().slice(0, 10);
    browser = await launchBrowser();
    const who = people.people['manager'];
    assert.ok(who !== undefined);
    manager = await signedWindow(browser, world, who);
  });
  after(async () => {
    await browser?.close();
    await world.close();
    await stopTestServer();
  });

  const shownMonth = (page: Page, month: Date) =>
    page.locator('strong[aria-live]').getByText(wordsOf(month)).waitFor();
  const dayButton = (page: Page, day: string) => page.locator(`button[data-day="${day}"]`);
  const entries = (page: Page, day: string) =>
    page
      .locator('td')
      .filter({ has: dayButton(page, day) })
      .getByRole('link', { name: title });

  it('R-MTG-5 shows a meeting on its day, and on its own day until when the facilitator has to accept it', async () => {
    const { page } = manager;
    await page.goto(`/calendar?at=${dueOn}`);
    await entries(page, dueOn).waitFor();
    const due = await entries(page, dueOn).innerText();
    await page.goto(`/calendar?at=${sitsOn}`);
    await entries(page, sitsOn).getByText('09:00').waitFor();
    assert.doesNotMatch(due, /09:00/);
    await settled(page);
    await isAccessible(page);
    await fits(page, 1366);
    await lookAtBoth(page, 'calendar');
  });

  it('by keys alone the next month and the one before are seen', async () => {
    const { page } = manager;
    await page.goto('/calendar');
    await shownMonth(page, monthFrom(0));
    const next = page.getByRole('button', { name: 'Next', exact: true });
    await byKeyboard.press(next);
    await shownMonth(page, monthFrom(1));
    await page.keyboard.press('j');
    await shownMonth(page, monthFrom(2));
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await shownMonth(page, monthFrom(0));
    await page.keyboard.press('k');
    await shownMonth(page, monthFrom(-1));
    await page.keyboard.press('t');
    await shownMonth(page, monthFrom(0));
  });

  it('by keys alone a day is reached, what it holds is read, and the meeting opened', async () => {
    const { page } = manager;
    const today = new Date().toISOString().slice(0, 10);
    await reach(dayButton(page, today));
    const days = Math.round((sits.getTime() - Date.parse(today)) / 86_400_000);
    for (let week = 0; week < Math.floor(days / 7); week += 1) {
      await page.keyboard.press('ArrowDown');
    }
    for (let day = 0; day < days % 7; day += 1) await page.keyboard.press('ArrowRight');
    await dayButton(page, sitsOn).and(page.locator(':focus')).waitFor();
    await shownMonth(page, sits);
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog');
    const link = panel.getByRole('link', { name: title });
    await link.waitFor();
    await isAccessible(page);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await dayButton(page, sitsOn).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await byKeyboard.press(link);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    assert.equal(new URL(page.url()).pathname, `/cases/${meetingId}`);
  });

  it('on a narrow screen it is a list, whose entries keys reach and open', async () => {
    const { page } = manager;
    await page.setViewportSize({ width: 390, height: 900 });
    await page.goto(`/calendar?at=${sitsOn}`);
    const entry = page.getByRole('main').getByRole('link', { name: title }).first();
    await entry.waitFor();
    await settled(page);
    await isAccessible(page);
    await fits(page, 390);
    await byKeyboard.press(entry);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    assert.deepEqual(manager.complaints, []);
  });
});
