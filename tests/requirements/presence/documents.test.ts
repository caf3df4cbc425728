import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
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
import { addTopics, twelveTopics } from '../meeting-steps.ts';
import { away, type Group, leave, namesOf, roleIn, since, substitute, until } from './leave.ts';

const manager = 'itsm-security-manager';

describe('a document says whom it waits for, and that nobody is there', () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let meeting: Meeting;
  let id: string;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    people = await meetingPeople(world);
    meeting = await requestMeeting(people, 'Continuity of the service desks');
    await meeting.act(people.manager, 'accept');
    await addTopics(people, meeting, twelveTopics.slice(0, 2));
    await meeting.act(people.manager, 'propose-agenda');
    for (const who of [people.liso, people.germany, people.france]) await meeting.act(who, 'agree');
    const made = await people.manager('POST', `/cases/${meeting.id}/deliverables`, {
      type: 'set-up-of-meeting',
    });
    assert.equal(made.status, 201, made.text);
    id = (made.body['deliverable'] as { id: string }).id;
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

  /** The same on the document's page, in the list of documents and on the case's page. */
  async function waiting(who: Caller, role: string): Promise<Group> {
    const page = await who('GET', `/deliverables/${id}`);
    const list = await who('GET', '/deliverables?limit=50');
    const file = await meeting.case(who);
    assert.equal(page.status, 200, page.text);
    type Document = { id: string; waitingFor: Group[] };
    const found = (page.body['deliverable'] as Document).waitingFor;
    const inCase = (file['deliverables'] as Document[]).find((one) => one.id === id);
    assert.deepEqual(inCase?.waitingFor, found, 'as on the page of the case');
    const inList = (list.body['items'] as Document[]).find((one) => one.id === id);
    // What another organisation owns is read from its case; the list of what was shared says nothing of it.
    if (who === people.liso) assert.deepEqual(inList?.waitingFor, found, 'as in the list');
    return roleIn(found, role);
  }

  it('in quality control waits for colleagues of the author alone: one of two away is none of them there', async () => {
    const { ids } = people;
    await meeting.document(people.manager, id, 'submit-qc');
    assert.equal((await waiting(people.liso, manager)).nobody, null);
    assert.deepEqual(namesOf(await waiting(people.manager, manager)), [['jonas', null]]);
    const back = await leave(people.colleague, personOf('colleague'));
    const seen = await waiting(people.liso, manager);
    // Who they are is for their organisation to say.
    assert.deepEqual(
      [seen.people, seen.parties, seen.away, seen.nobody],
      [[], [ids.contractor], [{ organisationId: ids.contractor, ...away }], away],
    );
    const own = await waiting(people.manager, manager);
    assert.deepEqual([namesOf(own), own.nobody], [[['jonas', until]], away]);
    const third = await world.person('kim', ids.contractor, [manager]);
    assert.equal((await waiting(people.liso, manager)).nobody, null, 'one of two is there');
    assert.deepEqual((await waiting(people.liso, manager)).away, []);
    await world.query('update role_holding set valid_to = $2 where person_id = $1', [
      third.id,
      new Date(Date.now() - 1),
    ]);
    assert.notEqual((await waiting(people.liso, manager)).nobody, null);
    await back();
    assert.equal((await waiting(people.liso, manager)).nobody, null, 'back again');
  });

  it('in review and in approval: away without a substitute, and with one', async () => {
    await meeting.document(people.colleague, id, 'qc-pass');
    for (const step of ['review-ok', null]) {
      assert.deepEqual(namesOf(await waiting(people.liso, 'liso')), [['lorenzo', null]]);
      const back = await leave(people.liso, personOf('liso'));
      const alone = await waiting(people.liso, 'liso');
      assert.deepEqual([namesOf(alone), alone.nobody], [[['lorenzo', until]], away]);
      assert.equal(alone.people[0]?.absentSince, since);
      const end = await substitute(world, personOf('requester'), 'liso', personOf('liso'));
      const helped = await waiting(people.liso, 'liso');
      assert.deepEqual(namesOf(helped), [
        ['lorenzo', until],
        ['rita', null],
      ]);
      const rita = helped.people.find(({ name }) => name === 'rita');
      assert.deepEqual([rita?.substitute, rita?.standsFor], [true, personOf('liso').id]);
      assert.equal(helped.nobody, null, 'the substitute is there');
      await end();
      await back();
      if (step !== null) await meeting.document(people.liso, id, step);
    }
  });

  it('tells an administration that sees the meeting nothing of another, nor of what was not sent to it', async () => {
    const back = await leave(people.colleague, personOf('colleague'));
    const seen = await meeting.case(people.germany);
    assert.deepEqual(seen['deliverables'], []);
    for (const group of seen['waitingFor'] as Group[]) {
      assert.deepEqual(
        group.parties.filter((one) => one !== people.ids.germany),
        [],
      );
      assert.deepEqual(group.away, []);
    }
    await back();
  });
});
