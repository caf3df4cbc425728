import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { content, minutesOf, questionnaire } from '#tests/requirements/mission-content.ts';
import { isAccessible } from './accessibility.ts';
import { withoutBrowser } from './browser.ts';
import { type Collaborator, germany, host, joinCollaboration } from './collaboration-stage.ts';
import type { Desk } from './desk.ts';
import { historyRow, openDocument, passDocument } from './document-at-desks.ts';
import type { Table } from './form-at-desk.ts';
import { happenBefore } from './mission-inputs.ts';
import { close, discuss, followImprovements } from './mission-outcome.ts';
import { fillIn, handIn } from './questionnaire-at-desk.ts';
import { readPdf } from './read-pdf.ts';
import { inDays } from './sample-dates.ts';
import { sheetOf } from './spreadsheet.ts';
import { inOrder, type Stage } from './stage.ts';

const title = 'Review of the national transit service, Germany';
const placed = <T extends { readonly organisation?: string }>(rows: readonly T[]) =>
  rows.map((one) => ({ ...one, organisation: placeOf(one) }));
const placeOf = (one: { readonly organisation?: string }) =>
  one.organisation === undefined ? '' : one.organisation === 'de' ? germany : host;

describe('scenario B in the browser: a fact-finding mission', { skip: withoutBrowser }, () => {
  const collaboration = joinCollaboration();
  const step = inOrder();
  let stage: Stage<Collaborator>;
  let path: string;

  before(async () => {
    stage = await collaboration.open();
  });
  after(() => collaboration.leave());

  const at = async (who: Collaborator): Promise<Desk> => {
    const desk = await stage.at(who);
    await desk.visit(path, title);
    return desk;
  };
  /** Fills in a list of the programme by the button that stands at it. */
  const write = (desk: Desk, action: string, field: string, table: Table) =>
    desk.actAt(desk.main, action, action, { [field]: table });

  /** Answers what the mission asks of somebody, by the kind of request; all of it. */
  async function reply(who: Collaborator, kind: string, values: Parameters<Desk['fill']>[0]) {
    const desk = await at(who);
    const open = () =>
      desk
        .section('Asked of you')
        .getByRole('listitem')
        .filter({ hasText: kind })
        .getByRole('link', { name: 'Reply' });
    await open().first().waitFor();
    for (let left = await open().count(); left > 0; left -= 1) {
      await desk.press(open().first());
      await desk.page.waitForURL(/\/requests\//);
      await desk.actAt(desk.main, /^Answer$/, 'Answer', values);
      await desk.visit(path, title);
      await desk.section('Asked of you').getByRole('listitem').first().waitFor();
    }
  }

  /** The same for the third party, which has no page of the mission. */
  async function replyAlone(kind: string, values: Parameters<Desk['fill']>[0]): Promise<void> {
    const hoster = await stage.at('hoster');
    const asked = await hoster.page.request.get(`/api/v1/requests?kind=${kind}&limit=50`);
    const { items } = (await asked.json()) as { items: { id: string; subject: string }[] };
    assert.ok(items.length > 0, kind);
    for (const { id, subject } of items) {
      await hoster.visit(`/requests/${id}`, subject);
      await hoster.actAt(hoster.main, /^Answer$/, 'Answer', values);
    }
  }

  it('R-FFM-4 R-FFM-5 R-FFM-14 is asked for with its scope, accepted, and the administration cooperates', () =>
    step(async () => {
      const requester = await stage.at('requester');
      const id = await requester.start('fact-finding-mission', {
        Title: title,
        'Subject of the mission': 'Security controls around the national service desk.',
        'User communities': ['NCTS national service desks'],
        'Business threads': ['Customs'],
        'Member States': ['Germany'],
        Visited: ['National administrations', 'Third parties of administrations'],
      });
      path = `/missions/${id}`;
      await happenBefore(stage);
      const manager = await stage.at('manager');
      await manager.openWork(title);
      await manager.act('Accept and set up');
      const inputs = manager.section('What the selection rests on');
      await manager.sees('Outage of the transit exchange', inputs);
      await manager.sees('Network policy of the Common Domain', inputs);
      await manager.sees('No earlier mission made a finding here.', inputs);
      await reply('npmDe', 'Request to cooperate', { 'Contact for the mission': 'Stefan Krüger' });
    }));

  /** What is to be provided, and who is interviewed. */
  async function planCollection(manager: Desk): Promise<void> {
    await write(
      manager,
      'List information and assets',
      'Information and assets',
      sheetOf(
        ['kind', 'item', 'detail', 'organisation', 'provider', 'dueOn'],
        placed(content.access).map((one) => ({ ...one, dueOn: inDays(one.inDays) })),
      ),
    );
    await write(
      manager,
      'Plan interviews',
      'Interviews',
      sheetOf(
        ['interviewee', 'organisation', 'topics', 'plannedAt', 'place'],
        placed(content.interviews).map((one, index) => ({
          ...one,
          ...{ plannedAt: `${inDays(12 + index)} 09:00`, place: 'Bonn, and by video' },
        })),
      ),
    );
  }

  it('R-FFM-16 R-FFM-8 rests on priorities of the LISO, and is planned from tables: controls, contacts, 60 questions, access, interviews', () =>
    step(async () => {
      const liso = await at('liso');
      await write(
        liso,
        'Give priorities',
        'Priorities',
        sheetOf(['priority', 'reason'], [{ priority: 'Third parties', reason: 'Two incidents' }]),
      );
      const manager = await at('manager');
      assert.match(await manager.refusal('Submit the programme'), /key objective/);
      await isAccessible(manager.page);
      await write(
        manager,
        'Set the key objectives',
        'Key objectives',
        sheetOf(['objective', 'detail'], content.objectives),
      );
      await write(
        manager,
        'Choose controls',
        'Controls to be documented',
        sheetOf(['control', 'whatToDocument', 'rationale', 'basis'], content.controls),
      );
      await write(
        manager,
        'Name contact people',
        'Contact people',
        sheetOf(
          ['name', 'contactRole', 'organisation', 'thirdParty', 'hours'],
          placed(content.contacts),
        ),
      );
      await write(
        manager,
        'Write the questionnaire',
        'Questions',
        sheetOf(
          [
            ...['number', 'section', 'question', 'kind', 'options', 'required', 'unit'],
            ...['dependsOn', 'dependsOnAnswer', 'addressee'],
          ],
          questionnaire.map((one) => ({
            ...one,
            addressee: one.number > 10 && one.number <= 20 ? 'both' : 'administration',
          })),
        ),
      );
      await planCollection(manager);
      await manager.sees(/^60 questions in/);
    }));

  it('R-FFM-9 R-FFM-21 R-FFM-23 R-FFM-26 nothing is asked before the LISO approved the Mission Programme', () =>
    step(async () => {
      const document = await openDocument(await at('manager'), 'Mission Programme');
      await passDocument(stage, document, [
        ['manager', 'Hand in for quality control', historyRow],
        ['quality', 'Pass quality control', historyRow],
        ['liso', 'Submit for approval', historyRow],
      ]);
      await (await at('manager')).act('Submit the programme', {
        'Starts on': inDays(5),
        'Ends on': inDays(40),
      });
      const waiting = await at('npmDe');
      assert.equal(await waiting.main.getByRole('link', { name: 'Fill in' }).count(), 0);
      assert.match(await (await at('liso')).refusal('Approve the programme'), /approve/i);
      await passDocument(stage, document, [['liso', 'Approve']]);
      const liso = await at('liso');
      await liso.act('Approve the programme', {});
      await liso.state('Collecting information');
    }));

  it('R-FFM-10 60 questions are answered as typed, survive the page, and are handed in whole; a third party answers its part', () =>
    step(async () => {
      const npm = await at('npmDe');
      await npm.press(npm.main.getByRole('link', { name: 'Fill in' }));
      await npm.page.waitForURL(/\/questionnaires\//);
      await fillIn(npm, content.questions.slice(0, 30));
      await npm.main.getByText(/^Saved/).waitFor();
      await npm.page.reload();
      await npm.heading(title);
      await npm.sees(/^30 of \d+ answered/);
      await isAccessible(npm.page);
      await fillIn(npm, content.questions.slice(30));
      await handIn(npm);
      // A third party sees what it is asked, and nothing of the mission.
      const hoster = await stage.at('hoster');
      await hoster.openWork(title);
      await hoster.press(hoster.main.getByRole('link', { name: 'Questionnaire', exact: true }));
      await hoster.page.waitForURL(/\/questionnaires\//);
      await fillIn(hoster, content.questions.slice(10, 20));
      await handIn(hoster);
    }));

  it('R-FFM-18 R-FFM-10 access is given, interviews are held, and their minutes confirmed by the interviewees', () =>
    step(async () => {
      const given = {
        'How it is provided': 'Documents handed over',
        'Where and how': 'Data room, folder 1',
      };
      await reply('npmDe', 'Request for access', given);
      await replyAlone('access', given);
      const manager = await at('manager');
      const interviews = manager.section('Interviews of the mission').locator('tbody tr');
      await interviews.first().waitFor();
      for (const { interviewee, topics } of content.interviews) {
        const row = interviews.filter({ hasText: interviewee });
        await manager.actAt(row, 'Record an interview', 'Record an interview', {
          'Held on': `${inDays(-1)}T09:00`,
          Attendees: `${interviewee}\nImke Manager`,
          Minutes: minutesOf(interviewee, topics),
        });
      }
      await reply('npmDe', 'Minutes to be confirmed', { Minutes: 'Confirmed' });
      await replyAlone('minutes', { Minutes: 'Confirmed' });
      const reading = await at('manager');
      const confirmed = reading.section('Interviews of the mission').getByText('Minutes confirmed');
      await reading.until('all minutes confirmed', async () => {
        return (await confirmed.count()) === content.interviews.length;
      });
    }));

  it('R-FFM-11 R-FFM-28 R-FFM-29 R-FFM-30 twelve findings make the Mission Report, which the LISO approves', () =>
    step(async () => {
      await acceptAnswers();
      const manager = await at('manager');
      await manager.act('Start the report');
      await manager.actSeveral(
        'Add a finding',
        sheetOf(
          [
            ...['title', 'control', 'organisation', 'statement', 'assessment', 'severity'],
            ...['recommendation', 'note'],
          ],
          content.findings.map((one, index) => ({
            ...one,
            organisation: germany,
            note: `Questions ${index * 5 + 1} to ${index * 5 + 5}, and interview ${(index % 6) + 1}.`,
          })),
        ),
      );
      await isAccessible(manager.page);
      const report = await openDocument(await at('manager'), 'Mission Report');
      await passDocument(stage, report, [
        ['manager', 'Hand in for quality control', historyRow],
        ['quality', 'Pass quality control', historyRow],
        ['liso', 'Submit for approval', historyRow],
      ]);
      await (await at('manager')).act('Submit the report');
      await passDocument(stage, report, [['liso', 'Approve']]);
      const liso = await stage.at('liso');
      const words = readPdf(await liso.download('PDF')).replace(/\s+/g, ' ');
      for (const { title: finding } of content.findings)
        assert.ok(words.includes(finding), finding);
      const approving = await at('liso');
      await approving.act('Approve the report', {});
      await approving.state('Report approved');
    }));

  /** The sender accepts every answer that it has to look through. */
  async function acceptAnswers(): Promise<void> {
    const manager = await at('manager');
    const board = manager.section('Who has answered').locator('tbody tr');
    await board.first().waitFor();
    const asked = board.filter({ hasText: /Questionnaire|Request for access/ });
    const links = await asked
      .getByRole('rowheader')
      .getByRole('link')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    for (const link of links) {
      await manager.visit(link);
      await manager.actAt(manager.main, 'Accept the answer', 'Accept the answer', {});
    }
  }

  it('R-FFM-12 is discussed with the CSIP Manager, and leaves improvements', () =>
    step(async () => {
      const csip = await at('csip');
      await discuss(csip);
    }));

  it('R-FFM-12 R-FFM-22 improvements are followed until their benefit is judged, one of them twice', () =>
    step(async () => {
      const csip = await at('csip');
      await followImprovements(csip, path, title);
      const improvements = (await at('liso')).section('Service improvements');
      await improvements.getByText('Closed', { exact: true }).nth(1).waitFor();
    }));

  it('R-FFM-13 a meeting is asked for as its outcome, every finding has its owner, and the mission closes', () =>
    step(async () => {
      const manager = await at('manager');
      assert.match(await manager.refusal('Close the mission'), /finding/i);
      await close(manager, path, title);
      const liso = await at('liso');
      await liso.follow(/^MTG-/);
      await liso.state('Requested');
    }));
});
