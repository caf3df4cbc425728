import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  type Meeting,
  type MeetingPeople,
  meetingPeople,
  requestMeeting,
  stateOf,
} from './meeting-people.ts';
import {
  addTopics,
  agreements,
  conclude,
  convene,
  convokeAgreed,
  delegateAgrees,
  minuteEverything,
  open,
  twelveTopics,
} from './meeting-steps.ts';

describe('scenario C: a meeting from an objection to a request of the Terms of Collaboration', () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let first: Meeting;
  let second: Meeting;
  before(async () => {
    world = await createHttpWorld({ worker: false });
    people = await meetingPeople(world);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  it('R-MTG-1 R-MTG-2 R-MTG-9 starts on request of the central body only, with the facilitator and the NPMs as parties', async () => {
    const { manager, liso, germany, france, ids } = people;
    for (const who of [manager, liso, germany]) {
      const answer = await who('POST', '/cases', {
        ...{ procedure: 'meeting', title: 'Not mine to ask for', organisation: ids.body },
        fields: { purpose: 'none', administrations: [ids.germany], contractor: ids.contractor },
      });
      assert.equal(answer.status, 403, answer.text);
    }
    first = await requestMeeting(people, 'Transit security, first meeting');
    for (const who of [manager, liso, germany, france]) {
      assert.equal((await first.case(who))['case'] !== undefined, true);
    }
    assert.equal((await first.attempt(germany, 'accept')).status, 409);
  });

  it('R-MTG-16 the first meeting leaves action points, open from the approval of its report on', async () => {
    await convene(people, first, twelveTopics.slice(0, 2));
    await open(people, first);
    await minuteEverything(people, first);
    for (const [title, organisation, owner] of [
      ['Renew the certificates', people.ids.germany, people.people['germany']?.id],
      ['Report on the patch windows', people.ids.france, people.people['france']?.id],
    ]) {
      const fields = { title, organisation, owner, dueDate: '2098-01-31' };
      await first.act(people.manager, 'add-action-point', fields);
    }
    assert.deepEqual(await first.rows(people.germany, 'action-points'), [], 'not before approval');
    await first.act(people.liso, 'end');
    await conclude(people, first);
    const german = await first.rows(people.germany, 'action-points');
    assert.deepEqual(
      german.map(({ fields, state }) => [fields['title'], state]),
      [['Renew the certificates', 'open']],
    );
  });

  it('R-MTG-3 R-MTG-11 R-MTG-13 an objection of one NPM is answered, the changed agenda voids agreements and names what changed', async () => {
    const { manager, liso, germany, france } = people;
    second = await requestMeeting(people, 'Transit security, second meeting');
    await second.act(manager, 'accept');
    assert.equal((await second.rows(manager, 'action-point-reviews')).length, 2);
    assert.deepEqual(await second.refusals(manager, 'propose-agenda'), ['agenda-has-items']);
    await addTopics(people, second, twelveTopics);
    await second.act(manager, 'propose-agenda');
    assert.equal((await second.rows(germany, 'agenda-items')).length, 12);
    await second.act(liso, 'agree');
    assert.deepEqual(await second.refusals(manager, 'submit-setup'), [
      'everybody-agreed',
      'set-up-document-is-submitted',
    ]);
    const objection = 'Item 6 needs 40 minutes, and our service desk has no slot on this day.';
    assert.equal(stateOf(await second.act(germany, 'object', { objection })), 'set-up');
    assert.deepEqual(await second.refusals(manager, 'propose-agenda'), ['objections-are-answered']);
    await answerAndPropose();
    assert.deepEqual((await second.fields(liso))['agendaChanges'], [
      { change: 'changed', topic: 'Harmonised password and multi-factor rules' },
    ]);
    const standing = await agreements(manager, second);
    assert.deepEqual(standing, { DGX: 'void', DEX: 'awaited', FRX: 'awaited' });
    for (const who of [liso, germany]) await second.act(who, 'agree');
    assert.deepEqual(await second.refusals(germany, 'agree'), ['agreement-is-awaited', 'agree']);
    assert.deepEqual(await agreements(france, second), { DGX: 'agreed', FRX: 'awaited' });
    await delegateAgrees(world, people, second);
    assert.deepEqual(await agreements(liso, second), {
      DGX: 'agreed',
      DEX: 'agreed',
      FRX: 'agreed',
    });
  });

  async function answerAndPropose(): Promise<void> {
    const { manager, germany, france } = people;
    const [raised] = await second.rows(manager, 'agenda-objections');
    assert.deepEqual(await second.rows(france, 'agenda-objections'), [], 'not of another');
    await second.act(manager, 'answer-objection', {
      ...{ objection: raised?.id, answer: 'Item 6 has 40 minutes now.', toAll: false },
    });
    assert.deepEqual(await second.rows(france, 'agenda-objections'), [], 'not answered to all');
    const [own] = await second.rows(germany, 'agenda-objections');
    assert.equal(own?.fields['answer'], 'Item 6 has 40 minutes now.');
    const hidden = await france('GET', `/agenda-objections/${raised?.id}`);
    assert.equal(hidden.status, 404);
    const { text } = await france('GET', `/cases/${second.id}/history`);
    assert.ok(!text.includes('service desk has no slot'), 'nor in the history');
    const items = await second.rows(manager, 'agenda-items');
    const sixth = items.find(({ fields }) => fields['position'] === 6);
    await second.act(manager, 'change-agenda-item', {
      ...{ item: sixth?.id, position: 6, topic: sixth?.fields['topic'] },
      ...{ presenter: 'DE', durationMinutes: 40, documents: sixth?.fields['documents'] ?? [] },
    });
    await second.act(manager, 'propose-agenda');
  }

  it('R-MTG-4 R-MTG-5 R-MTG-10 R-MTG-14 the set-up is approved by LISO, who alone convenes by sending it', async () => {
    const { manager, liso, germany } = people;
    assert.deepEqual(await second.refusals(manager, 'submit-setup'), [
      'set-up-document-is-submitted',
    ]);
    await convokeAgreed(people, second);
    assert.equal(((await second.case(liso))['case'] as { state: string }).state, 'convened');
    for (const who of [manager, germany]) {
      assert.equal((await second.attempt(who, 'convene')).status, 409);
    }
    const [document] = (await second.case(germany))['deliverables'] as { id: string }[];
    const { text, status } = await germany('GET', `/deliverables/${document?.id}.html`);
    assert.equal(status, 200);
    for (const [topic] of twelveTopics) assert.ok(text.includes(topic), topic);
    assert.ok(text.includes('PRES-3'), 'presentations and documents');
    const postponed = await second.attempt(
      liso,
      'postpone',
      { startsAt: '2099-04-01T09:00:00.000Z' },
      'Strike',
    );
    assert.equal(stateOf(postponed), 'setup-approved');
    await refuseEarlierWays();
    await second.act(liso, 'convene', { startsAt: '2099-04-01T09:00:00.000Z' });
  });

  async function refuseEarlierWays(): Promise<void> {
    const { manager, liso } = people;
    const convoke = await second.attempt(manager, 'convene', {
      startsAt: '2099-04-01T09:00:00.000Z',
    });
    assert.deepEqual((convoke.body['refusals'] as { rule: string }[])[0]?.rule, 'role');
    assert.deepEqual(
      await second.refusals(liso, 'convene', { startsAt: '2020-04-01T09:00:00.000Z' }),
      ['starts-in-the-future'],
    );
  }

  it('R-MTG-6 LISO chairs, or a deputy whom LISO recorded', async () => {
    const { manager, liso } = people;
    const deputy = { chair: 'deputy' };
    assert.deepEqual(await second.refusals(manager, 'open-session', deputy), [
      'chair-is-liso-or-recorded-deputy',
    ]);
    await second.act(liso, 'record-deputy', {
      ...{ deputyPerson: people.people['requester']?.id, deputyBecause: 'Another duty.' },
    });
    await open(people, second);
  });

  it('R-MTG-7 R-MTG-12 several people take minutes of one item without losing a word', async () => {
    const { manager, colleague, germany } = people;
    await minuteEverything(people, second);
    const [item] = await second.rows(manager, 'agenda-items');
    const save = (who: typeof manager, base: number, text: string, merges: string[] = []) =>
      second.act(who, 'minute', { item: item?.id, base, text, merges });
    await save(manager, 1, 'Imke wrote after the first text.');
    await save(colleague, 1, 'Jonas wrote after the first text, too.');
    const mine = await second.rows(manager, 'meeting-minutes');
    const texts = mine.filter(({ fields }) => fields['item'] === item?.id);
    assert.deepEqual(
      texts.map(({ fields }) => [fields['standing'], String(fields['text']).slice(0, 5)]),
      [
        ['earlier', 'The p'],
        ['current', 'Imke '],
        ['beside', 'Jonas'],
      ],
    );
    await second.act(manager, 'present', { item: item?.id, presentedBy: 'Imke' });
    assert.deepEqual(await second.rows(germany, 'meeting-minutes'), [], 'a draft is no report');
    assert.equal(
      (await second.attempt(germany, 'minute', { item: item?.id, base: 0, text: 'x' })).status,
      409,
    );
    await second.act(people.liso, 'end');
    assert.ok(
      (await second.refusals(manager, 'submit-report')).includes('no-minutes-stand-beside'),
    );
    const both = 'Imke and Jonas wrote after the first text.';
    await save(colleague, 2, both, [texts[2]?.id ?? '']);
    const current = (await second.rows(manager, 'meeting-minutes')).filter(
      ({ fields }) => fields['item'] === item?.id && fields['standing'] === 'current',
    );
    assert.deepEqual(
      current.map(({ fields }) => fields['text']),
      [both],
    );
  });

  it('R-MTG-8 R-MTG-15 R-MTG-16 the report reviews every previous action point and gives new ones owner and date', async () => {
    const { manager, liso, germany, france, ids } = people;
    const point = (await first.rows(germany, 'action-points'))[0];
    const done = (who: typeof germany, fields: object) =>
      who('POST', `/action-points/${point?.id}/actions/done`, { fields });
    assert.equal((await done(france, { proof: 'none' })).status, 404, 'another administration');
    assert.equal((await done(germany, {})).status, 422, 'evidence is asked for');
    assert.equal(
      (await done(germany, { proof: 'Change CH-17, certificates of 2098.' })).status,
      200,
    );
    assert.deepEqual(await second.refusals(manager, 'submit-report'), [
      'previous-action-points-are-reviewed',
      'report-document-is-submitted',
    ]);
    const reviews = await second.rows(manager, 'action-point-reviews');
    for (const { id, fields } of reviews) {
      const closed = fields['organisation'] === ids.germany;
      await second.act(manager, 'review-action-point', {
        ...{ review: id, status: closed ? 'closed' : 'carried-over' },
        ...(closed ? {} : { remark: 'Half of it is done.', newDueDate: '2098-06-30' }),
      });
    }
    await second.act(manager, 'add-action-point', { title: 'Update the Terms of Collaboration' });
    assert.ok(
      (await second.refusals(manager, 'submit-report')).includes(
        'action-points-have-owner-and-date',
      ),
    );
    const [drafted] = await second.rows(manager, 'action-points');
    const complete = {
      ...{ actionPoint: drafted?.id, title: 'Update the Terms of Collaboration' },
      ...{
        description: 'Take the patch windows into section 4.2.',
        becomes: 'terms-of-collaboration',
      },
      ...{ organisation: ids.body, dueDate: '2098-09-30' },
    };
    const stranger = { ...complete, owner: people.people['germany']?.id };
    assert.equal((await second.attempt(manager, 'change-action-point', stranger)).status, 422);
    await second.act(manager, 'change-action-point', {
      ...complete,
      owner: people.people['requester']?.id,
    });
    const report = await conclude(people, second);
    const html = (await france('GET', `/deliverables/${report}.html`)).text;
    for (const part of [
      'Review of previous action points',
      'Discussed topics',
      'New action points',
    ]) {
      assert.ok(html.includes(part), part);
    }
    for (const [topic] of twelveTopics) assert.ok(html.includes(topic), topic);
    assert.equal(((await second.case(liso))['case'] as { state: string }).state, 'closed');
    assert.equal((await first.rows(germany, 'action-points'))[0]?.state, 'closed');
    const [carried] = await first.rows(france, 'action-points');
    assert.equal(carried?.state, 'open');
    assert.equal(carried?.fields['carriedOver'], 1);
    assert.equal(carried?.fields['dueDate'], '2098-06-30');
  });

  it('R-MTG-16 an action point becomes a request to update the Terms of Collaboration', async () => {
    const { requester, manager } = people;
    const { body } = await requester('GET', '/tasks?limit=50');
    const task = (body['items'] as { id: string; form: object; subject: string }[]).find(
      ({ subject }) => subject === 'Update the Terms of Collaboration',
    );
    assert.ok(task !== undefined, JSON.stringify(body));
    assert.equal(Object.keys(task.form)[0], 'decision', 'in the order in which it is asked');
    const fields = { decision: 'accept' };
    const taken = await requester('POST', `/tasks/${task.id}/complete`, { fields });
    assert.equal(taken.status, 200, taken.text);
    const links = (await second.case(requester))['links'] as {
      procedure: string;
      handOff: string;
      handOffState: string;
    }[];
    assert.deepEqual(
      links.map(({ handOff, procedure, handOffState }) => [handOff, procedure, handOffState]),
      [['request', 'terms-of-collaboration', 'accepted']],
    );
    const third = await requestMeeting(people, 'Transit security, third meeting');
    await third.act(manager, 'accept');
    const open = await third.rows(manager, 'action-point-reviews');
    assert.deepEqual(open.map(({ fields }) => fields['title']).sort(), [
      'Report on the patch windows',
      'Update the Terms of Collaboration',
    ]);
  });
});
