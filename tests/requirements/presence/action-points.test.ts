import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '#kernel/database/ids.ts';
import {
  type Caller,
  createHttpWorld,
  type HttpWorld,
  type Person,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  type Meeting,
  type MeetingPeople,
  meetingPeople,
  requestMeeting,
} from '../meeting-people.ts';
import { conclude, convene, minuteEverything, open, twelveTopics } from '../meeting-steps.ts';
import { away, leave, substitute } from './leave.ts';

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly absence: {
    readonly since: string | null;
    readonly until: string | null;
    readonly standsIn: boolean;
    readonly substitutes: readonly string[];
  } | null;
}

const nobody = { ...away, standsIn: false, substitutes: [] };

describe('an action point and an improvement say that whom they wait for is away', () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let meeting: Meeting;
  let point: string;

  before(async () => {
    world = await createHttpWorld({ worker: true });
    people = await meetingPeople(world);
    meeting = await requestMeeting(people, 'Continuity of the service desks');
    await convene(people, meeting, twelveTopics.slice(0, 2));
    await open(people, meeting);
    await minuteEverything(people, meeting);
    await meeting.act(people.manager, 'add-action-point', {
      ...{ title: 'Exercise', organisation: people.ids.germany, dueDate: '2098-01-31' },
      owner: people.people['germany']?.id,
    });
    await meeting.act(people.liso, 'end');
    await conclude(people, meeting);
    point = (await meeting.rows(people.liso, 'action-points'))[0]?.id ?? '';
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const personOf = (name: string): Person => {
    const found = people.people[name];
    assert.ok(found, `nobody is called ${name}`);
    return found;
  };

  /** The same in the tracker's list and on its page. */
  async function absence(who: Caller, register: string, id: string): Promise<Shown['absence']> {
    const list = await who('GET', `/${register}?limit=100`);
    assert.equal(list.status, 200, list.text);
    const listed = (list.body['items'] as Shown[]).find((one) => one.id === id);
    assert.ok(listed, list.text);
    const page = await who('GET', `/${register}/${id}`);
    assert.deepEqual((page.body['record'] as Shown).absence, listed.absence, 'as on its page');
    return listed.absence;
  }
  const ofPoint = (who: Caller) => absence(who, 'action-points', point);

  it('open, of its owner: away without a substitute, with one, back again', async () => {
    const { germany, liso, ids } = people;
    assert.equal(await ofPoint(liso), null);
    const back = await leave(germany, personOf('germany'));
    assert.deepEqual(await ofPoint(liso), nobody, 'to who waits for it');
    assert.deepEqual(await ofPoint(germany), nobody, 'to its own organisation');
    const colleague = await world.person('dieter', ids.germany, ['npm']);
    assert.deepEqual(await ofPoint(liso), nobody, 'another holder stands in for nobody');
    const end = await substitute(world, colleague, 'npm', personOf('germany'));
    const helped = { ...away, standsIn: true };
    assert.deepEqual(await ofPoint(germany), { ...helped, substitutes: ['dieter'] });
    assert.deepEqual(await ofPoint(liso), { ...helped, substitutes: [] }, 'without names');
    await end();
    await back();
    assert.equal(await ofPoint(germany), null, 'back again');
  });

  it('reported done, of the LISO who accepts it: two of whom one is away is somebody there', async () => {
    const { germany, liso, ids } = people;
    const done = await germany('POST', `/action-points/${point}/actions/done`, {
      fields: { proof: 'Report of the exercise.' },
    });
    assert.equal(done.status, 200, done.text);
    const back = await leave(liso, personOf('liso'));
    assert.deepEqual(await ofPoint(liso), nobody);
    await world.person('lena', ids.body, ['liso']);
    assert.equal(await ofPoint(liso), null);
    await back();
  });

  it('an improvement waits for the CSIP Manager, which the central body that reads it is told without names', async () => {
    const { ids, liso } = people;
    const csip = await world.person('cora', ids.contractor, ['csip-manager']);
    const asCsip = await world.withToken(csip);
    const id = newId();
    await world.query(
      `with made as (
         insert into csip_improvement (owner_id, id, audience, state, title, description, objective, mission, mission_id, created_at, updated_at)
         values ($1, $2::uuid, array[$3::uuid], 'agreed', 'Faster answers', 'Desk', 'Hours', 'FFM-1', $2::uuid::text, $4, $4))
       insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since)
       values ($3, 'csip-improvements', $2::uuid::text, $2::uuid, $1, $4)`,
      [ids.contractor, id, ids.body, new Date()],
    );
    const ofIt = (who: Caller) => absence(who, 'csip-improvements', id);
    assert.equal(await ofIt(liso), null);
    const back = await leave(asCsip, csip);
    assert.deepEqual([await ofIt(asCsip), await ofIt(liso)], [nobody, nobody]);
    const second = await world.person('carl', ids.contractor, []);
    const end = await substitute(world, second, 'csip-manager', csip);
    assert.deepEqual(await ofIt(asCsip), { ...away, standsIn: true, substitutes: ['carl'] });
    assert.deepEqual(await ofIt(liso), { ...away, standsIn: true, substitutes: [] });
    await end();
    await back();
    assert.equal(await ofIt(liso), null, 'back again');
  });
});
