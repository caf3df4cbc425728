import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Answer,
  type Caller,
  createHttpWorld,
  type HttpWorld,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import type { RecipientView, RequestDetail, RequestView } from '#work/requests/contract.ts';
import {
  type Meeting,
  type MeetingPeople,
  meetingPeople,
  requestMeeting,
  stateOf,
} from '../meeting-people.ts';
import { addTopics, agreements, twelveTopics } from '../meeting-steps.ts';

describe('agreement to the agenda of a meeting is asked of LISO and each NPM, and answered in the case or at the request', () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let meeting: Meeting;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    people = await meetingPeople(world);
    meeting = await requestMeeting(people, 'Agenda to be agreed on');
    await meeting.act(people.manager, 'accept');
    await addTopics(people, meeting, twelveTopics.slice(0, 3));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function board(who: Caller, of = meeting): Promise<RequestView[]> {
    const { status, body, text } = await who('GET', `/requests?caseId=${of.id}&kind=agreement`);
    assert.equal(status, 200, text);
    return body['items'] as RequestView[];
  }
  /** Where each organisation stands in a request, as far as somebody sees it; the newest is 0. */
  async function standing(who: Caller, at = 0): Promise<Record<string, string>> {
    const names = new Map(Object.entries(people.ids).map(([name, id]) => [id, name]));
    const recipients = (await board(who))[at]?.recipients ?? [];
    return Object.fromEntries(
      recipients.map((one) => [names.get(one.organisationId) ?? '', one.state]),
    );
  }
  async function mine(who: Caller): Promise<{ request: RequestView; one: RecipientView }> {
    const [newest] = await board(who);
    const page = (await who('GET', `/requests/${newest?.id}`)).body as unknown as RequestDetail;
    const one = page.request.recipients.find((recipient) => recipient.mine);
    assert.ok(one);
    return { request: page.request, one };
  }
  async function respond(who: Caller, action: string, body: object = {}): Promise<Answer> {
    const { request, one } = await mine(who);
    return who('POST', `/requests/${request.id}/recipients/${one.id}/actions/${action}`, body);
  }
  async function takeUp(): Promise<void> {
    for (const { id, fields } of await meeting.rows(people.manager, 'agenda-objections')) {
      if (fields['answer'] !== undefined && fields['answer'] !== null) continue;
      const answer = { objection: id, answer: 'Taken up.', toAll: false };
      await meeting.act(people.manager, 'answer-objection', answer);
    }
  }
  const trailOf = (person: string) =>
    world.query(
      `select t.action, t.kind from trail_entry t where t.person_id = $1 and t.action ~ 'meeting.agree|request.answer' order by t.id`,
      [people.people[person]?.id],
    );

  it('R-MTG-3 R-MTG-11 proposing the agenda asks LISO and each NPM; an administration sees its own line and the central body’s', async () => {
    const { manager, liso, germany, france } = people;
    assert.deepEqual(await board(manager), []);
    await meeting.act(manager, 'propose-agenda');
    const asked = { body: 'sent', germany: 'sent', france: 'sent' };
    assert.deepEqual(await standing(manager), asked);
    assert.deepEqual(await standing(liso), asked);
    assert.deepEqual(await standing(germany), { body: 'sent', germany: 'sent' });
    assert.deepEqual(await standing(france), { body: 'sent', france: 'sent' });
    const { request, one } = await mine(germany);
    assert.match(String(request.fields['agendaDigest']), /^[0-9a-f]{64}$/);
    assert.equal(request.urgency, 'normal', 'there is no date yet');
    assert.ok(one.dueAt !== null);
  });

  it('R-MTG-3 LISO agrees at the request and Germany in the case: the same state, trail and agreements', async () => {
    const { liso, germany, manager } = people;
    const agreed = await respond(liso, 'answer');
    assert.equal(agreed.status, 200, agreed.text);
    await meeting.act(germany, 'agree');
    assert.deepEqual(await standing(manager), { body: 'done', germany: 'done', france: 'sent' });
    assert.deepEqual(await agreements(manager, meeting), {
      ...{ DGX: 'agreed', DEX: 'agreed', FRX: 'awaited' },
    });
    const trail = await trailOf('liso');
    assert.equal(trail.length, 2);
    assert.deepEqual(trail, await trailOf('germany'));
    assert.equal((await respond(germany, 'answer')).status, 409);
    assert.equal((await meeting.attempt(liso, 'agree')).status, 409);
    assert.equal(stateOf(await manager('GET', `/cases/${meeting.id}`)), 'agenda-consultation');
  });

  it('R-MTG-3 an objection at the request is the objection of the case, and read by nobody else who is asked', async () => {
    const { manager, germany, france } = people;
    assert.equal((await respond(france, 'decline')).status, 422, 'it says what it objects to');
    const objection = 'Our service desk has no slot on this day.';
    const objected = await respond(france, 'decline', { fields: { objection } });
    assert.equal(objected.status, 200, objected.text);
    assert.equal(stateOf(await manager('GET', `/cases/${meeting.id}`)), 'set-up');
    const [kept] = await meeting.rows(manager, 'agenda-objections');
    assert.equal(kept?.fields['objection'], objection);
    assert.equal(kept?.fields['organisation'], people.ids.france);
    const { one } = await mine(france);
    assert.deepEqual([one.state, one.answer], ['declined', { objection }]);
    const seen = await germany('GET', `/requests?caseId=${meeting.id}`);
    assert.doesNotMatch(seen.text, /no slot/);
  });

  it('R-MTG-3 R-MTG-13 another agenda makes void what was agreed and is asked about anew; the same agenda asks only who did not agree', async () => {
    const { manager, liso, germany, france } = people;
    await takeUp();
    await addTopics(people, meeting, twelveTopics.slice(3, 4));
    await meeting.act(manager, 'propose-agenda');
    assert.deepEqual(await standing(manager, 1), {
      ...{ body: 'void', germany: 'void', france: 'declined' },
    });
    const asked = { body: 'sent', germany: 'sent', france: 'sent' };
    assert.deepEqual(await standing(manager), asked);
    const [newer, older] = await board(manager);
    assert.notEqual(newer?.fields['agendaDigest'], older?.fields['agendaDigest']);
    assert.equal((await respond(germany, 'answer')).status, 200);
    await meeting.act(france, 'object', { objection: 'It is still too long.' });
    assert.deepEqual(await standing(manager), {
      ...{ body: 'withdrawn', germany: 'done', france: 'declined' },
    });
    await takeUp();
    await meeting.act(manager, 'propose-agenda');
    assert.deepEqual(await standing(manager), { body: 'sent', france: 'sent' });
    assert.deepEqual(await agreements(manager, meeting), {
      ...{ DGX: 'void', DEX: 'agreed', FRX: 'awaited' },
    });
    await meeting.act(liso, 'agree');
  });

  it('R-MTG-10 whom LISO goes on without is no longer asked, with the reason; then everybody agreed', async () => {
    const { manager, liso, france } = people;
    assert.ok((await meeting.refusals(manager, 'submit-setup')).includes('everybody-agreed'));
    const found = (await meeting.rows(liso, 'meeting-participants')).find(
      ({ fields }) => fields['organisation'] === people.ids.france,
    );
    const path = `/meeting-participants/${found?.id}/actions/waive-agreement`;
    const waived = await liso('POST', path, { comment: 'France sends its remarks later.' });
    assert.equal(waived.status, 200, waived.text);
    const { one } = await mine(france);
    assert.deepEqual([one.state, one.comment], ['withdrawn', 'France sends its remarks later.']);
    assert.equal((await respond(france, 'answer')).status, 409);
    assert.equal((await meeting.attempt(france, 'agree')).status, 409);
    assert.ok(!(await meeting.refusals(manager, 'submit-setup')).includes('everybody-agreed'));
  });

  it('R-MTG-11 with few days left the agreement is urgent', async () => {
    const startsAt = new Date(Date.now() + 6 * 86_400_000).toISOString();
    const soon = await requestMeeting(people, 'Next week', { startsAt });
    await soon.act(people.manager, 'accept');
    await addTopics(people, soon, twelveTopics.slice(0, 1));
    await soon.act(people.manager, 'propose-agenda');
    const [asked] = await board(people.manager, soon);
    assert.equal(asked?.urgency, 'high');
    const due = asked?.recipients.map(({ dueAt }) => Date.parse(dueAt ?? '') - Date.now()) ?? [];
    assert.equal(due.length, 3);
    assert.ok(due.every((ms) => ms > 0 && ms <= 2 * 86_400_000));
  });
});
