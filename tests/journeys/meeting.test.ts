import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { twelveTopics } from '#tests/requirements/meeting-steps.ts';
import { isAccessible } from './accessibility.ts';
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
import { byKeyboard } from './keyboard-hand.ts';
import {
  enterTopics,
  minute,
  minutesOf,
  passReport,
  passSetUp,
} from './meeting/meeting-at-desks.ts';
import {
  certificates,
  convene,
  declineRaised,
  findTracked,
  openTerms,
  report,
  reviewCarried,
  sit,
  windows,
} from './meeting/next-meeting.ts';
import { inDays } from './sample-dates.ts';
import { inOrder, type Stage } from './stage.ts';

const title = 'Security of transit, spring';
const next = 'Security of transit, summer';
const series = 'Transit security group';
const sixth = 'Harmonised password and multi-factor rules';

describe('scenario C in the browser: a meeting by keyboard', { skip: withoutBrowser }, () => {
  const collaboration = joinCollaboration();
  const step = inOrder();
  let stage: Stage<Collaborator>;
  let path: string;
  let nextPath: string;

  before(async () => {
    stage = await collaboration.open();
  });
  after(() => collaboration.leave());

  /** The page of the meeting as somebody sees it now, worked by keys alone. */
  const at = async (who: Collaborator): Promise<Desk> => {
    const desk = await stage.at(who, byKeyboard);
    await desk.visit(path, title);
    return desk;
  };

  /** The page of the next meeting as somebody sees it now. */
  const atNext = async (who: Collaborator): Promise<Desk> => {
    const desk = await stage.at(who);
    await desk.visit(nextPath, next);
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
      await enterTopics(manager, twelveTopics);
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
      const document = await passSetUp(stage, at);
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

  const saidOf = (topic: string) => `Discussed: ${topic}. Everybody agreed to what was proposed.`;

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
          [certificates, germany, nameOf('npmDe'), inDays(40)],
          [windows, france, nameOf('npmFr'), inDays(60)],
        ],
      });
      await (await at('liso')).act('End the session');
      const { words } = await passReport(stage, at);
      for (const [topic] of twelveTopics) assert.ok(words.includes(topic), topic);
      for (const told of [certificates, windows, `Delegate for ${nameOf('npmFr')}`]) {
        assert.ok(words.includes(told), `${told} is not in: ${words}`);
      }
    }));

  it('R-MTG-16 what is open is carried to the next meeting of the series, and stands in everybody’s list', () =>
    step(async () => {
      const npmDe = await stage.at('npmDe');
      await npmDe.goTo('Action points', 'Collaboration');
      await npmDe.sees(certificates);
      assert.equal(await npmDe.main.getByText(windows).count(), 0);
      await isAccessible(npmDe.page);
      nextPath = await request(next);
      const manager = await stage.at('manager', byKeyboard);
      await manager.openWork(next);
      await manager.act('Accept and set up');
      await manager.visit(nextPath, next);
      const previous = manager.section('Previous action points');
      await manager.sees(certificates, previous);
      await manager.sees(windows, previous);
    }));

  it('R-MTG-3 R-MTG-5 scenario C: everybody agrees to the agenda of the next meeting, and the LISO convenes it', () =>
    step(() => convene(stage, atNext)));

  it('R-MTG-12 R-MTG-16 scenario C: it sits, and each carried action point is closed or carried on before its report goes out', () =>
    step(async () => {
      await sit(atNext);
      await reviewCarried(atNext);
    }));

  it('R-MTG-16 scenario C: a carried action point is raised as a request, which is declined with a reason', () =>
    step(() => declineRaised(stage, atNext, path)));

  it('R-MTG-8 R-MTG-15 R-MTG-16 scenario C: its report says what became of the carried points and what is new, and takes effect with its approval', () =>
    step(async () => {
      await report(stage, atNext);
      await findTracked(stage, [title, next]);
    }));

  it('R-MTG-16 scenario C: an action point of the report becomes the request that opens an update of the terms', () =>
    step(() => openTerms(stage, atNext, next)));
});
