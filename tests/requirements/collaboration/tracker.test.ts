import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  type Meeting,
  type MeetingPeople,
  meetingPeople,
  type Row,
  requestMeeting,
} from '../meeting-people.ts';
import { conclude, convene, minuteEverything, open, twelveTopics } from '../meeting-steps.ts';

describe('the tracker of action points across meetings', () => {
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

  interface Tracked {
    readonly items: readonly (Row & { readonly caseId: string })[];
    readonly titles: Readonly<Record<string, string>>;
  }

  /** Action points as the tracker asks for them. */
  async function page(who: Caller, filter = ''): Promise<Tracked> {
    const { body, text, status } = await who(
      'GET',
      `/action-points?limit=100&sort=dueDate${filter}`,
    );
    assert.equal(status, 200, text);
    return body as unknown as Tracked;
  }
  const tracked = async (who: Caller, filter = '') => (await page(who, filter)).items;
  const titles = (rows: readonly Row[]) => rows.map(({ fields }) => fields['title']);

  it('R-MTG-16 what a meeting leaves stands there by its date, each administration reading its own', async () => {
    first = await requestMeeting(people, 'Transit security, spring');
    await convene(people, first, twelveTopics.slice(0, 2));
    await open(people, first);
    await minuteEverything(people, first);
    for (const [title, organisation, owner, dueDate] of [
      ['Later', people.ids.germany, people.people['germany']?.id, '2098-03-31'],
      ['Sooner', people.ids.france, people.people['france']?.id, '2098-01-31'],
    ]) {
      const fields = { title, organisation, owner, dueDate };
      await first.act(people.manager, 'add-action-point', fields);
    }
    await first.act(people.liso, 'end');
    await conclude(people, first);
    assert.deepEqual(titles(await tracked(people.liso, '&state=open,done')), ['Sooner', 'Later']);
    assert.deepEqual(titles(await tracked(people.germany)), ['Later']);
    const ofFrance = `&organisation=${people.ids.france}`;
    assert.deepEqual(titles(await tracked(people.liso, ofFrance)), ['Sooner']);
    assert.deepEqual(titles(await tracked(people.germany, ofFrance)), []);
  });

  it('R-MTG-16 is asked for what was due until a day, and refuses what is no day', async () => {
    const until = (day: string) => tracked(people.liso, `&state=open&dueDate=..${day}`);
    assert.deepEqual(titles(await until('2098-01-30')), []);
    assert.deepEqual(titles(await until('2098-01-31')), ['Sooner'], 'that day with it');
    assert.deepEqual(titles(await until('2098-03-31')), ['Sooner', 'Later']);
    const between = await tracked(people.liso, '&dueDate=2098-02-01..2098-12-31');
    assert.deepEqual(titles(between), ['Later']);
    assert.deepEqual(titles(await tracked(people.germany, '&dueDate=..2098-03-01')), []);
    assert.deepEqual(titles(await tracked(people.liso, '&dueDate=2098-01-31')), ['Sooner']);
    for (const wrong of ['..', '..2098-02-30', '2098-01-01..soon', '1..2..3', '2098']) {
      const answer = await people.liso('GET', `/action-points?dueDate=${wrong}`);
      assert.equal(answer.status, 422, `${wrong}: ${answer.text}`);
      assert.match(answer.text, /bad-value/);
    }
  });

  it('R-MTG-15 R-MTG-16 one that is carried over names the meeting that made it and the one that carried it, with its new date', async () => {
    second = await requestMeeting(people, 'Transit security, summer');
    await convene(people, second, twelveTopics.slice(0, 2));
    await open(people, second);
    await minuteEverything(people, second);
    for (const { id, fields } of await second.rows(people.manager, 'action-point-reviews')) {
      const carried = fields['title'] === 'Sooner';
      await second.act(people.manager, 'review-action-point', {
        ...{ review: id, status: carried ? 'carried-over' : 'closed', remark: 'Looked at.' },
        ...(carried ? { newDueDate: '2098-06-30' } : {}),
      });
    }
    await second.act(people.liso, 'end');
    assert.deepEqual(titles(await tracked(people.liso, '&state=open,done')), ['Sooner', 'Later']);
    await conclude(people, second);
    for (const who of [people.liso, people.france]) {
      const { items, titles: named } = await page(who, '&state=open,done');
      const [point, ...others] = items;
      assert.deepEqual(others, [], 'the other one is closed');
      assert.deepEqual(
        [point?.caseId, point?.fields['carriedOver'], point?.fields['dueDate']],
        [first.id, 1, '2098-06-30'],
      );
      assert.equal(point?.fields['reviewedIn'], second.id);
      assert.match(named[first.id] ?? '', /^MTG-\d{4}-\d+ Transit security, spring$/);
      assert.match(named[second.id] ?? '', /^MTG-\d{4}-\d+ Transit security, summer$/);
      const { body } = await who('GET', `/action-point-reviews?actionPoint=${point?.id}&limit=9`);
      const reviews = body['items'] as (Row & { caseId: string })[];
      assert.deepEqual(
        reviews.map(({ caseId, fields }) => [caseId, fields['status']]),
        [[second.id, 'carried-over']],
      );
    }
    const [closed, ...more] = await tracked(people.liso, '&state=closed,cancelled');
    assert.deepEqual([closed?.fields['title'], more.length], ['Later', 0]);
    assert.equal(closed?.fields['reviewedIn'], second.id, 'closed there');
  });

  it('names no meeting to an administration that takes no part in it', async () => {
    const germany = people.ids.germany;
    const third = await requestMeeting(people, 'Transit security, autumn', {
      administrations: [germany],
    });
    await convene(people, third, twelveTopics.slice(0, 1), [people.liso, people.germany]);
    await third.act(people.liso, 'open-session', { chair: 'liso' });
    await third.act(people.manager, 'record-attendance', {
      ...{ organisation: germany, name: 'Dagmar', capacity: 'npm', presence: 'present' },
    });
    await minuteEverything(people, third);
    for (const { id } of await third.rows(people.manager, 'action-point-reviews')) {
      await third.act(people.manager, 'review-action-point', {
        review: id,
        status: 'carried-over',
      });
    }
    await third.act(people.liso, 'end');
    await conclude(people, third);
    const { items, titles: named } = await page(people.france, '&state=open');
    assert.equal(items[0]?.fields['carriedOver'], 2);
    assert.equal(named[third.id], undefined, 'France was not invited');
    assert.match(named[first.id] ?? '', /spring$/);
    assert.match((await page(people.liso, '&state=open')).titles[third.id] ?? '', /autumn$/);
  });
});
