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

  /** Action points as the tracker asks for them: titles in its order. */
  async function tracked(who: Caller, filter = ''): Promise<(Row & { caseId: string })[]> {
    const { body, text, status } = await who(
      'GET',
      `/action-points?limit=100&sort=dueDate${filter}`,
    );
    assert.equal(status, 200, text);
    return body['items'] as (Row & { caseId: string })[];
  }
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
      const [point, ...others] = await tracked(who, '&state=open,done');
      assert.deepEqual(others, [], 'the other one is closed');
      assert.deepEqual(
        [point?.caseId, point?.fields['carriedOver'], point?.fields['dueDate']],
        [first.id, 1, '2098-06-30'],
      );
      const { body } = await who('GET', `/action-point-reviews?actionPoint=${point?.id}&limit=9`);
      const reviews = body['items'] as (Row & { caseId: string })[];
      assert.deepEqual(
        reviews.map(({ caseId, fields }) => [caseId, fields['status']]),
        [[second.id, 'carried-over']],
      );
    }
    assert.deepEqual(titles(await tracked(people.liso, '&state=closed,cancelled')), ['Later']);
  });
});
