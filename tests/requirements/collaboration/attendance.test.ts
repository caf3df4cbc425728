import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  type Meeting,
  type MeetingPeople,
  meetingPeople,
  requestMeeting,
} from '../meeting-people.ts';
import { conclude, convene, minuteEverything, twelveTopics } from '../meeting-steps.ts';

describe('who attends a meeting, and in whose calendar it stands', () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let meeting: Meeting;
  before(async () => {
    world = await createHttpWorld({ worker: false });
    people = await meetingPeople(world);
    meeting = await requestMeeting(people, 'Transit security');
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  /** Titles of the meetings that stand in somebody's calendar on its day. */
  async function calendarOf(who: Caller): Promise<unknown[]> {
    const day = 'from=2099-03-10T00:00:00.000Z&to=2099-03-11T00:00:00.000Z';
    const { body, text, status } = await who('GET', `/calendar?${day}`);
    assert.equal(status, 200, text);
    return (body['items'] as { kind: string; title: string; startsAt: string }[])
      .filter(({ kind }) => kind === 'event')
      .map(({ title, startsAt }) => [title, startsAt]);
  }

  it('R-MTG-5 a convened meeting stands in the calendar of everybody who takes part, and of nobody else', async () => {
    assert.deepEqual(await calendarOf(people.germany), []);
    await convene(people, meeting, twelveTopics.slice(0, 2));
    for (const who of [people.liso, people.manager, people.germany, people.france]) {
      assert.deepEqual(await calendarOf(who), [['Transit security', '2099-03-10T09:00:00.000Z']]);
    }
    const elsewhere = await world.person('nina', await world.organisation('OTHER'), ['npm']);
    assert.deepEqual(await calendarOf(await world.withSession(elsewhere)), []);
  });

  it('R-MTG-10 R-MTG-11 a delegate is recorded only with the person whom he stands for', async () => {
    await meeting.act(people.liso, 'open-session', { chair: 'liso' });
    const felix = {
      ...{ organisation: people.ids.france, name: 'Félix', capacity: 'delegate' },
      presence: 'remote',
    };
    for (const delegateFor of [undefined, '   ']) {
      const refused = await meeting.refusals(people.manager, 'record-attendance', {
        ...felix,
        ...(delegateFor === undefined ? {} : { delegateFor }),
      });
      assert.deepEqual(refused, ['delegate-names-whom']);
    }
    await meeting.act(people.manager, 'record-attendance', { ...felix, delegateFor: 'Françoise' });
    const [row] = await meeting.rows(people.manager, 'attendances');
    assert.deepEqual(
      [row?.fields['name'], row?.fields['delegateFor'], row?.fields['presence']],
      ['Félix', 'Françoise', 'remote'],
    );
  });

  it('R-MTG-11 who was invited and did not come is recorded as absent, and the report says so', async () => {
    const dagmar = { organisation: people.ids.germany, name: 'Dagmar', capacity: 'npm' };
    await meeting.act(people.manager, 'record-attendance', { ...dagmar, presence: 'present' });
    await meeting.act(people.manager, 'record-attendance', { ...dagmar, presence: 'absent' });
    const rows = await meeting.rows(people.manager, 'attendances');
    assert.deepEqual(
      rows.map(({ fields }) => [fields['name'], fields['presence']]),
      [
        ['Dagmar', 'absent'],
        ['Félix', 'remote'],
      ],
      'recording somebody again corrects what was recorded',
    );
    await minuteEverything(people, meeting);
    await meeting.act(people.liso, 'end');
    const report = await conclude(people, meeting);
    const { text } = await people.liso('GET', `/deliverables/${report}.html`);
    const words = text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    assert.match(words, /Dagmar[^.]{0,120}[Aa]bsent/);
  });
});
