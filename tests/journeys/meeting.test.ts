import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Meeting } from '#tests/requirements/meeting-people.ts';
import { convene as convened, twelveTopics } from '#tests/requirements/meeting-steps.ts';
import { isAccessible } from './accessibility.ts';
import { behind } from './behind-desk.ts';
import { withoutBrowser } from './browser.ts';
import {
  type Collaborator,
  centralBody,
  contractor,
  france,
  germany,
  joinCollaboration,
  nameOf,
} from './collaboration-stage.ts';
import type { Desk } from './desk.ts';
import { historyRow, openDocument, passDocument } from './document-at-desks.ts';
import type { Values } from './form-at-desk.ts';
import { byKeyboard } from './keyboard-hand.ts';
import { inDays } from './sample-dates.ts';
import { inOrder, type Stage } from './stage.ts';

const title = 'Security of transit, spring';
const series = 'Transit security group';
const sixth = 'Harmonised password and multi-factor rules';

describe('scenario C in the browser: a meeting by keyboard', { skip: withoutBrowser }, () => {
  const collaboration = joinCollaboration();
  const step = inOrder();
  let stage: Stage<Collaborator>;
  let path: string;

  before(async () => {
    stage = await collaboration.open();
  });
  after(() => collaboration.leave());

  /** The page of the meeting as somebody sees it now, worked by keys alone. */
  const at = async (who: Collaborator, what = title): Promise<Desk> => {
    const desk = await stage.at(who, byKeyboard);
    await desk.visit(path, what);
    return desk;
  };

  async function request(what: string): Promise<string> {
    const requester = await stage.at('requester', byKeyboard);
    const id = await requester.start('meeting', {
      Title: what,
      Purpose: 'Security of the transit systems between the administrations.',
      'Series of meetings': series,
      'Administrations invited': [germany, france],
      'Facilitated by': contractor,
    });
    await requester.heading(what);
    return `/meetings/${id}`;
  }

  it('R-MTG-1 R-MTG-9 is asked for by the central body, and accepted by the facilitator', () =>
    step(async () => {
      path = await request(title);
      const manager = await stage.at('manager', byKeyboard);
      await manager.openWork(title);
      await manager.act('Accept and set up');
      await manager.state('Being set up');
    }));

  it('R-MTG-2 R-MTG-13 has twelve topics from a spreadsheet, each with presenter and duration', () =>
    step(async () => {
      const manager = await at('manager');
      await manager.actSeveral('Add an agenda item', {
        table: [
          ['Topic', 'Presenter', 'Minutes'],
          ...twelveTopics.map(([topic, presenter, minutes]) => [topic, presenter, `${minutes}`]),
        ],
      });
      const rows = manager.section('Agenda').locator('tbody tr');
      await rows.nth(twelveTopics.length - 1).waitFor();
      assert.equal(await rows.count(), twelveTopics.length);
      await isAccessible(manager.page);
      await manager.act('Propose the agenda');
      await manager.state('Agenda being agreed');
    }));

  it('R-MTG-3 R-MTG-11 an objection is answered, and the changed agenda is agreed anew', () =>
    step(async () => {
      await (await at('liso')).act('Agree to the agenda');
      const objection = 'The rules for passwords need 40 minutes.';
      await (await at('npmDe')).act('Object to the agenda', { Objection: objection });
      const manager = await at('manager');
      assert.match(await manager.refusal('Propose the agenda'), /has no answer yet/);
      const objections = manager.section('Objections');
      await manager.actAt(objections, 'Answer an objection', 'Answer an objection', {
        Answer: 'They have 40 minutes now.',
        'Answer to all participants': 'No',
      });
      const agenda = manager.section('Agenda');
      await manager.actAt(agenda, `Change: ${sixth}`, 'Change an agenda item', { Minutes: '40' });
      await manager.act('Propose the agenda');
      const npmFr = await at('npmFr');
      await npmFr.sees(`${sixth} · changed`);
      assert.equal(await npmFr.main.getByText(objection).count(), 0, 'not told to France');
      const npmDe = await at('npmDe');
      await npmDe.sees('They have 40 minutes now.');
      await isAccessible(npmDe.page);
      await npmDe.act('Agree to the agenda');
    }));

  it('R-MTG-10 a delegate agrees with the authority of his project manager', () =>
    step(async () => {
      const npmFr = await at('npmFr');
      await npmFr.press(npmFr.page.getByRole('button', { name: 'Delegate my role here' }));
      await npmFr.answer(
        'Delegate my role here',
        { 'To whom': nameOf('delegateFr'), 'Last day': inDays(30) },
        'Delegate',
      );
      await npmFr.toast('Delegated');
      await (await at('delegateFr')).act('Agree to the agenda');
      await (await at('liso')).act('Agree to the agenda');
      const agreements = (await at('manager')).section('Agreement on the agenda');
      await agreements.getByText('Agreed', { exact: true }).nth(2).waitFor();
      await agreements
        .getByText(`${nameOf('delegateFr')} for ${nameOf('npmFr')}`, { exact: false })
        .waitFor();
    }));

  it('R-MTG-4 R-MTG-5 R-MTG-14 the set-up is controlled, approved and sent by the LISO, who alone convenes', () =>
    step(async () => {
      const document = await openDocument(await at('manager'), 'Set up of Meeting');
      await passDocument(stage, document, [
        ['manager', 'Hand in for quality control', {}],
        ['colleague', 'Pass quality control', historyRow],
        ['liso', 'Submit for approval', historyRow],
      ]);
      await (await at('manager')).act('Submit the set-up to the LISO');
      await passDocument(stage, document, [['liso', 'Approve']]);
      await (await at('liso')).act('Approve the set-up', {});
      await passDocument(stage, document, [['liso', 'Distribute']]);
      assert.match(await (await at('manager')).refusal('Convene the meeting'), /informatics/);
      const liso = await at('liso');
      await liso.act('Convene the meeting', { 'Date and time': `${inDays(20)}T09:00` });
      await liso.state('Convened');
      await isAccessible(liso.page);
      const npmDe = await stage.at('npmDe');
      await npmDe.visit(document);
      await npmDe.act('Acknowledge receipt', {});
    }));

  it('R-MTG-6 R-MTG-12 everybody who is there is recorded', () =>
    step(async () => {
      await (await at('liso')).act('Open the session', { 'Who chairs': 'LISO' });
      const manager = await at('manager');
      await manager.actSeveral('Record attendance', {
        table: [
          ['Organisation', 'Name', 'Capacity', 'On behalf of'],
          [centralBody, nameOf('liso'), 'LISO', ''],
          [contractor, nameOf('manager'), 'ITSM Security Management', ''],
          [germany, nameOf('npmDe'), 'National project manager', ''],
          [france, nameOf('delegateFr'), 'Delegate', nameOf('npmFr')],
        ],
      });
      await manager.sees(`for ${nameOf('npmFr')}`, manager.section('Attendance'));
    }));

  const minutesOf = (desk: Desk, topic: string) => desk.main.getByLabel(`Minutes: ${topic}`);
  const saidOf = (topic: string) => `Discussed: ${topic}. Everybody agreed to what was proposed.`;

  async function minute(desk: Desk, topic: string, text: string): Promise<void> {
    const field = minutesOf(desk, topic);
    await desk.write(field, text);
    await desk.page.keyboard.press('Control+Enter');
    const item = desk.main.getByRole('listitem').filter({ has: field });
    await item.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });
  }

  it('R-MTG-7 R-MTG-12 two people type minutes at once, the same topic too, without losing a word', () =>
    step(async () => {
      const [imke, jonas] = [await at('manager'), await at('colleague')];
      const topics = twelveTopics.map(([topic]) => topic);
      const [first = '', ...others] = topics;
      await imke.write(minutesOf(imke, first), 'Imke: the agenda was adopted.');
      await jonas.write(minutesOf(jonas, first), 'Jonas: France asked for a break at eleven.');
      await jonas.page.reload();
      await jonas.heading(title);
      assert.equal(
        await minutesOf(jonas, first).inputValue(),
        'Jonas: France asked for a break at eleven.',
        'what was typed and not saved survives the page',
      );
      await Promise.all([
        minute(imke, first, 'Imke: the agenda was adopted.'),
        minute(jonas, first, 'Jonas: France asked for a break at eleven.'),
      ]);
      const half = others.length / 2;
      const write = async (desk: Desk, mine: readonly string[]) => {
        for (const topic of mine) await minute(desk, topic, saidOf(topic));
      };
      await Promise.all([write(imke, others.slice(0, half)), write(jonas, others.slice(half))]);
      const merging = await at('manager');
      await merging.sees('Somebody else wrote at the same time');
      await isAccessible(merging.page);
      await merging.press(merging.main.getByRole('button', { name: 'Put both into the text' }));
      const both = await minutesOf(merging, first).inputValue();
      assert.match(both, /the agenda was adopted/);
      assert.match(both, /France asked for a break/);
      await minute(merging, first, both);
      const reading = await at('colleague');
      assert.equal(await minutesOf(reading, first).inputValue(), both);
      for (const topic of others) {
        assert.equal(await minutesOf(reading, topic).inputValue(), saidOf(topic));
      }
    }));

  it('R-MTG-8 R-MTG-15 R-MTG-16 the report leaves action points with owner and date, open once it is approved', () =>
    step(async () => {
      const manager = await at('manager');
      await manager.actSeveral('Add an action point', {
        table: [
          ['Action point', 'Organisation', 'Owner', 'Due date'],
          ['Renew the certificates of the gateway', germany, nameOf('npmDe'), inDays(40)],
          ['Report on the patch windows', france, nameOf('npmFr'), inDays(60)],
        ],
      });
      await (await at('liso')).act('End the session');
      const document = await openDocument(await at('manager'), 'Meeting Report');
      await passDocument(stage, document, [
        ['manager', 'Hand in for quality control', {}],
        ['colleague', 'Pass quality control', historyRow],
        ['liso', 'Submit for approval', historyRow],
      ]);
      await (await at('manager')).act('Submit the report to the LISO');
      await passDocument(stage, document, [
        ['liso', 'Approve'],
        ['liso', 'Distribute'],
      ]);
      const liso = await at('liso');
      await liso.act('Approve the report and close', {});
      await liso.state('Closed');
    }));

  it('R-MTG-16 what is open is carried to the next meeting of the series, and stands in everybody’s list', () =>
    step(async () => {
      const npmDe = await stage.at('npmDe');
      await npmDe.goTo('Action points', 'Collaboration');
      await npmDe.sees('Renew the certificates of the gateway');
      assert.equal(await npmDe.main.getByText('Report on the patch windows').count(), 0);
      await isAccessible(npmDe.page);
      const next = 'Security of transit, summer';
      path = await request(next);
      const manager = await stage.at('manager', byKeyboard);
      await manager.openWork(next);
      await manager.act('Accept and set up');
      await manager.visit(path, next);
      const previous = manager.section('Previous action points');
      await manager.sees('Renew the certificates of the gateway', previous);
      await manager.sees('Report on the patch windows', previous);
    }));

  it('R-MTG-16 scenario C: in the next meeting each carried action point is reviewed, and one becomes a request to update the terms', () =>
    step(async () => {
      const next = 'Security of transit, summer';
      const callers = {
        manager: behind(await stage.at('manager')),
        colleague: behind(await stage.at('colleague')),
        liso: behind(await stage.at('liso')),
        germany: behind(await stage.at('npmDe')),
        france: behind(await stage.at('npmFr')),
      };
      // How an agenda is agreed and a meeting convened is walked above.
      const summer = new Meeting(path.slice(-36));
      await convened(callers, summer, twelveTopics.slice(0, 2));
      await summer.act(callers.liso, 'open-session', { chair: 'liso' });
      const manager = await at('manager', next);
      const previous = manager.section('Previous action points');
      await manager.sees('0 of 2 reviewed', previous);
      const review = (about: string, values: Values) =>
        manager.actAt(
          previous.locator('tbody tr').filter({ hasText: about }),
          'Review',
          'Review an action point',
          values,
        );
      await review('Renew the certificates', {
        Status: 'Closed',
        'What was found': 'Renewed, and seen by both.',
      });
      await review('Report on the patch windows', {
        Status: 'Carried over',
        'What was found': 'The windows are to stand in the terms.',
        'New due date': inDays(90),
      });
      await manager.sees('2 of 2 reviewed', previous);
      await isAccessible(manager.page);
      const liso = await at('liso', next);
      const carried = liso.section('Previous action points');
      await liso.press(carried.getByRole('link', { name: 'Report on the patch windows' }));
      await liso.heading('Report on the patch windows');
      await liso.act('Raise as a request', {
        'Becomes a request': 'Terms of Collaboration',
      });
      const requester = await stage.at('requester', byKeyboard);
      await requester.goTo('My work');
      await requester.sees('Report on the patch windows');
      await requester.sees('Terms of Collaboration: accept or decline');
    }));
});
