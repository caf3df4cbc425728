import assert from 'node:assert/strict';
import { isAccessible } from '../accessibility.ts';
import {
  type Collaborator,
  centralBody,
  contractor,
  france,
  germany,
  nameOf,
} from '../collaboration-stage.ts';
import type { Desk } from '../desk.ts';
import type { Values } from '../form-at-desk.ts';
import { inDays } from '../sample-dates.ts';
import type { Stage } from '../stage.ts';
import {
  type At,
  enterTopics,
  minute,
  passReport,
  passSetUp,
  type Topics,
  wordsOf,
} from './meeting-at-desks.ts';

/** What the meeting before left. */
export const certificates = 'Renew the certificates of the gateway';
export const windows = 'Report on the patch windows';

const topics: Topics = [
  ['Review of what was agreed in spring', 'ITSM Security Management', 20],
  ['Patch windows of the summer', 'FR', 40],
];
const minutesOfWindows = 'France patches on Sundays, Germany on Wednesdays. Both are to be agreed.';
const found = 'The windows are known, and stand nowhere.';
const declined = 'The report of this meeting asks for it in better words.';

/** What the meeting leaves: the one becomes a request once the report is approved. */
const exercise = 'Invite to the exercise of the autumn';
const update = 'Put the patch windows into the terms';
const updateWords = 'Clause 4.1: a window of its own for each administration.';

const acceptance = 'Terms of Collaboration: accept or decline';

/** An agenda that everybody agrees to, approved and sent; then the LISO convenes. */
export async function convene(stage: Stage<Collaborator>, at: At): Promise<void> {
  const manager = await at('manager');
  await enterTopics(manager, topics);
  await manager.act('Propose the agenda');
  for (const who of ['npmDe', 'npmFr', 'liso'] as const) {
    const desk = await at(who);
    await desk.sees(topics[1]?.[0] ?? '');
    await desk.act('Agree to the agenda');
  }
  await passSetUp(stage, at);
  await (await at('liso')).act('Convene the meeting', { 'Date and time': `${inDays(80)}T09:00` });
  await (await at('npmFr')).state('Convened');
}

/** Who is there is recorded, and what is said of each topic. */
export async function sit(at: At): Promise<void> {
  await (await at('liso')).act('Open the session', { 'Who chairs': 'LISO' });
  const manager = await at('manager');
  await manager.actSeveral('Record attendance', {
    table: [
      ['Organisation', 'Name', 'Capacity'],
      [centralBody, nameOf('liso'), 'LISO'],
      [contractor, nameOf('manager'), 'ITSM Security Management'],
      [germany, nameOf('npmDe'), 'National project manager'],
      [france, nameOf('npmFr'), 'National project manager'],
    ],
  });
  const [[review], [patching]] = topics as [Topics[number], Topics[number]];
  await minute(manager, review, 'Each was looked at, see the table above.');
  await minute(manager, patching, minutesOfWindows);
}

/** Each carried action point is closed or carried on, and the report waits until all are. */
export async function reviewCarried(at: At): Promise<void> {
  const manager = await at('manager');
  const previous = manager.section('Previous action points');
  await manager.sees('0 of 2 reviewed', previous);
  const review = (about: string, values: Values) =>
    manager.actAt(
      previous.locator('tbody tr').filter({ hasText: about }),
      'Review',
      'Review an action point',
      values,
    );
  await review(certificates, { Status: 'Closed', 'What was found': 'Renewed, and seen by both.' });
  await (await at('liso')).act('End the session');
  await manager.page.reload();
  assert.match(
    await manager.refusal('Submit the report to the LISO'),
    /has no status: review each/,
  );
  await review(windows, {
    Status: 'Carried over',
    'What was found': found,
    'New due date': inDays(90),
  });
  await manager.sees('2 of 2 reviewed', previous);
  await isAccessible(manager.page);
}

/** The LISO raises a carried action point as a request at once; whoever may open terms declines it, and the LISO reads why. */
export async function declineRaised(
  stage: Stage<Collaborator>,
  at: At,
  first: string,
): Promise<void> {
  const liso = await at('liso');
  const previous = liso.section('Previous action points');
  await liso.press(previous.getByRole('link', { name: windows }));
  await liso.heading(windows);
  await liso.act('Raise as a request', { 'Becomes a request': 'Terms of Collaboration' });
  const requester = await openTask(stage, windows);
  await isAccessible(requester.page);
  const form = { 'Your decision': 'Decline', Reason: declined };
  await requester.answer(acceptance, form, 'Decline');
  await requester.toast('Task completed');
  // It was handed off by the meeting that left it.
  await liso.visit(first);
  const links = liso.page.getByRole('complementary').getByRole('listitem');
  await liso.sees('Declined', links.filter({ hasText: windows }));
}

/** New action points, the report with everything the meeting found, and what everybody reads of it. */
export async function report(stage: Stage<Collaborator>, at: At): Promise<void> {
  const manager = await at('manager');
  await manager.actSeveral('Add an action point', {
    table: [
      ['Action point', 'Organisation', 'Owner', 'Due date'],
      // Agreed on before, and late already.
      [exercise, germany, nameOf('npmDe'), inDays(-2)],
    ],
  });
  await manager.press(manager.main.getByRole('button', { name: 'Add an action point' }).first());
  await manager.answer('Add an action point', {
    'Action point': update,
    'What is to be done': updateWords,
    Organisation: centralBody,
    Owner: nameOf('liso'),
    'Due date': inDays(150),
    'Becomes a request': 'Terms of Collaboration',
  });
  await manager.toast('Done: Add an action point');
  const { document, words } = await passReport(stage, at);
  const npmFr = await stage.at('npmFr');
  await npmFr.visit(document);
  assert.equal(await wordsOf(npmFr), words, 'the parties read what was approved');
  await npmFr.act('Acknowledge receipt', {});
  for (const told of [
    '2 action points were open: 1 closed, 1 carried over to the next meeting.',
    `${certificates} ${nameOf('npmDe')} ${germany}`,
    'Renewed, and seen by both.',
    `${windows} ${nameOf('npmFr')} ${france}`,
    found,
    minutesOfWindows,
    `${update} ${updateWords} Raised as a request: Terms of Collaboration`,
    exercise,
  ]) {
    assert.ok(words.includes(told), `${told} is not in: ${words}`);
  }
}

/**
 * With the report, what was found takes effect: one action point is closed, one goes on with its new date and names both of its meetings, two
 * are new, of which one is late.
 */
export async function findTracked(
  stage: Stage<Collaborator>,
  [before, now]: readonly [string, string],
): Promise<void> {
  const liso = await stage.at('liso');
  const tracked = (about: string) => liso.main.getByRole('row').filter({ hasText: about });
  await liso.visit('/action-points', 'Action points');
  for (const open of [windows, exercise, update]) await liso.sees(open);
  assert.equal(await tracked(certificates).count(), 0);
  await liso.sees(/^Overdue by/, tracked(exercise));
  await isAccessible(liso.page);
  await liso.fill({ 'Owner organisation': germany });
  await tracked(windows).waitFor({ state: 'detached' });
  await liso.sees(exercise);
  await liso.page.waitForURL(/organisation=/);
  await liso.page.reload();
  await liso.sees(exercise);
  assert.equal(await tracked(windows).count(), 0, 'the address keeps the filter');
  await liso.visit('/action-points?view=overdue', 'Action points');
  await liso.sees(exercise);
  assert.equal(await tracked(windows).count(), 0);
  await liso.visit('/action-points?view=done', 'Action points');
  await liso.sees(certificates);
  await liso.sees('Last reviewed in', tracked(certificates));
  assert.equal(await tracked(windows).count(), 0);
  // An administration that takes part in both meetings reads their names, too.
  const npmFr = await stage.at('npmFr');
  await npmFr.visit('/action-points', 'Action points');
  const carried = npmFr.main.getByRole('row').filter({ hasText: windows });
  await carried.getByRole('link', { name: before }).waitFor();
  await npmFr.sees('Carried over to', carried);
  await npmFr.press(carried.getByRole('link', { name: now }));
  await npmFr.heading(now);
}

/** The action point that became a request is accepted by whoever may open terms, and opens them with what it says (H13). */
export async function openTerms(stage: Stage<Collaborator>, at: At, next: string): Promise<void> {
  const requester = await openTask(stage, update);
  await requester.answer(acceptance, {}, 'Accept');
  await requester.toast('Task completed');
  await at('requester');
  const linked = requester.page.getByRole('complementary').getByRole('link', { name: update });
  await requester.until('the new terms are linked', () => linked.isVisible());
  await requester.press(linked);
  await requester.heading(update);
  await requester.state('Requested');
  await requester.main
    .locator('a[aria-current="page"]')
    .and(requester.main.getByRole('link', { name: 'Terms of Collaboration' }))
    .first()
    .waitFor();
  await requester.sees(updateWords);
  await requester.sees(next);
  await isAccessible(requester.page);
  const address = new URL(requester.page.url()).pathname;
  const manager = await stage.at('manager');
  await manager.openWork(update);
  assert.equal(new URL(manager.page.url()).pathname, address, 'who drafts them has them to do');
  const liso = await at('liso');
  const links = liso.page.getByRole('complementary').getByRole('listitem');
  await liso.sees('Requested', links.filter({ hasText: update }));
}

/** Opens the form of the task about a request, from the list of what waits for whoever may open terms. */
async function openTask(stage: Stage<Collaborator>, about: string): Promise<Desk> {
  const requester = await stage.at('requester');
  await requester.visit('/', 'My work');
  await requester.sees(about);
  const line = requester.main.getByRole('listitem').filter({ hasText: about });
  await requester.sees(acceptance, line);
  await requester.press(line.getByRole('button', { name: 'Answer' }));
  return requester;
}
