import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  type Meeting,
  type MeetingPeople,
  meetingPeople,
  requestMeeting,
} from './meeting-people.ts';
import {
  addTopics,
  agreements,
  convokeAgreed,
  minuteEverything,
  open,
  twelveTopics,
} from './meeting-steps.ts';

describe('a meeting without a silent administration, and the life of what it left', () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let meeting: Meeting;
  before(async () => {
    world = await createHttpWorld({ worker: true });
    people = await meetingPeople(world);
    meeting = await requestMeeting(people, 'Continuity of the service desks');
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  it('R-MTG-3 R-MTG-10 LISO, and nobody else, goes on without a silent NPM, with a reason', async () => {
    const { manager, liso, germany, france, ids } = people;
    await meeting.act(manager, 'accept');
    await addTopics(people, meeting, twelveTopics.slice(0, 3));
    await meeting.act(manager, 'propose-agenda');
    await meeting.act(liso, 'agree');
    await meeting.act(germany, 'agree');
    const waive = (who: typeof liso, id: string, comment?: string) =>
      who('POST', `/meeting-participants/${id}/actions/waive-agreement`, { comment });
    const participants = async (who: typeof liso) => {
      const { body, text } = await who('GET', `/meeting-participants?caseId=${meeting.id}`);
      assert.ok(Array.isArray(body['items']), text);
      return new Map(
        (body['items'] as { id: string; fields: Record<string, string> }[]).map((one) => [
          one.fields['organisation'] ?? '',
          one,
        ]),
      );
    };
    const of = await participants(liso);
    const french = of.get(ids.france)?.id ?? '';
    const reason = 'On leave until the meeting.';
    assert.equal((await waive(manager, french, reason)).status, 404, 'nobody else');
    const agreed = await waive(liso, of.get(ids.germany)?.id ?? '', reason);
    assert.equal(agreed.body['code'], 'not-silent', agreed.text);
    assert.notEqual((await waive(liso, french)).status, 200, 'never without a reason');
    const waived = await waive(liso, french, reason);
    assert.equal(waived.status, 200, waived.text);
    // The reason is between the LISO and that administration: no other reads it, in the case's history as little as on the record.
    assert.deepEqual([...(await participants(germany)).keys()], [ids.germany]);
    assert.equal((await germany('GET', `/meeting-participants/${french}`)).status, 404);
    const past = await germany('GET', `/cases/${meeting.id}/history?limit=100`);
    assert.equal(past.status, 200, past.text);
    assert.ok(!past.text.includes(reason) && !past.text.includes('waive'), past.text);
    assert.ok((await france('GET', `/meeting-participants/${french}`)).text.includes(reason));
    assert.deepEqual(await agreements(manager, meeting), {
      ...{ DGX: 'agreed', DEX: 'agreed', FRX: 'waived' },
    });
    assert.deepEqual(await agreements(germany, meeting), { DGX: 'agreed', DEX: 'agreed' });
    assert.equal((await france('GET', `/cases/${meeting.id}`)).status, 200, 'it stays a party');
  });

  it('R-MTG-4 the set-up is controlled by somebody else than its author, and sent by LISO', async () => {
    const { manager, liso } = people;
    const made = await manager('POST', `/cases/${meeting.id}/deliverables`, {
      type: 'set-up-of-meeting',
    });
    const { id } = made.body['deliverable'] as { id: string };
    await meeting.document(manager, id, 'submit-qc');
    const own = await manager('POST', `/deliverables/${id}/actions/qc-pass`, {});
    assert.equal(own.status, 409, 'quality control by its author');
    await meeting.document(manager, id, 'withdraw', 'Made again below.');
    await convokeAgreed(people, meeting);
    const documents = (await meeting.case(liso))['deliverables'] as { id: string; state: string }[];
    assert.deepEqual(documents.map(({ state }) => state).sort(), ['distributed', 'withdrawn']);
  });

  it('R-MTG-7 ten texts that are saved at the same moment are all there afterwards', async () => {
    const { manager, colleague } = people;
    await open(people, meeting);
    await minuteEverything(people, meeting);
    const [item] = await meeting.rows(manager, 'agenda-items');
    const texts = Array.from({ length: 10 }, (_, at) => `Text ${at} of the same moment.`);
    await Promise.all(
      texts.map((text, at) =>
        meeting.act(at % 2 === 0 ? manager : colleague, 'minute', {
          item: item?.id,
          base: 1,
          text,
        }),
      ),
    );
    const kept = (await meeting.rows(manager, 'meeting-minutes')).filter(
      ({ fields }) => fields['item'] === item?.id,
    );
    assert.deepEqual(
      kept
        .map(({ fields }) => fields['text'])
        .slice(1)
        .sort(),
      texts,
    );
    const standing = kept.map(({ fields }) => fields['standing']);
    assert.equal(standing.filter((one) => one === 'current').length, 1);
    assert.equal(standing.filter((one) => one === 'beside').length, 9);
    const merges = kept.filter(({ fields }) => fields['standing'] === 'beside').map(({ id }) => id);
    const number = kept.find(({ fields }) => fields['standing'] === 'current')?.fields['number'];
    const merged = { item: item?.id, base: number, text: texts.join(' '), merges };
    await meeting.act(colleague, 'minute', merged);
  });

  it('R-MTG-16 an action point is reported done by its owner, accepted or reopened by LISO, and cancelled with a reason', async () => {
    const { manager, liso, germany, france } = people;
    for (const title of ['First', 'Second']) {
      await meeting.act(manager, 'add-action-point', {
        ...{ title, organisation: people.ids.germany, dueDate: '2098-01-31' },
        owner: people.people['germany']?.id,
      });
    }
    await meeting.act(liso, 'end');
    const report = await meeting.write(people, 'meeting-report');
    await meeting.act(manager, 'submit-report');
    await meeting.document(liso, report, 'approve');
    const early = await manager('POST', `/deliverables/${report}/actions/distribute`, {});
    assert.equal(early.status, 409, 'LISO sends it');
    assert.deepEqual(await meeting.refusals(liso, 'approve-report'), ['report-document-is-sent']);
    await meeting.document(liso, report, 'distribute');
    await meeting.act(liso, 'approve-report');
    const [first, second] = await meeting.rows(germany, 'action-points');
    const due = await world.query<{ at: Date; state: string }>(
      `select due_at as at, state from record_deadline where kind = 'action-points' and record_id = $1`,
      [first?.id],
    );
    assert.deepEqual(
      due.map(({ at, state }) => [at.toISOString().slice(0, 10), state]),
      [['2098-01-31', 'running']],
    );
    const act = (who: Caller, id: string | undefined, action: string, body: object = {}) =>
      who('POST', `/action-points/${id}/actions/${action}`, body);
    const proof = { fields: { proof: 'Report of the exercise.' } };
    assert.equal((await act(france, first?.id, 'done', proof)).status, 404);
    assert.equal((await act(liso, first?.id, 'done', proof)).status, 409, 'not its owner');
    const progress = { fields: { note: 'Half of it is there.' } };
    assert.equal((await act(germany, first?.id, 'progress', progress)).status, 200);
    assert.equal((await act(germany, first?.id, 'done', proof)).status, 200);
    assert.equal((await act(germany, first?.id, 'accept')).status, 409, 'not its own');
    assert.equal((await act(liso, first?.id, 'reopen', { comment: 'No annex.' })).status, 200);
    assert.equal((await act(germany, first?.id, 'done', proof)).status, 200);
    const accepted = await act(liso, first?.id, 'accept');
    assert.equal(accepted.body['state'], 'closed', accepted.text);
    assert.equal((await act(liso, second?.id, 'cancel')).status, 409, 'a reason is asked for');
    await raise(act, second?.id);
    const cancelled = await act(liso, second?.id, 'cancel', { comment: 'Covered by the request.' });
    assert.equal(cancelled.body['state'], 'cancelled', cancelled.text);
  });

  /** An open action point becomes a request after the meeting, too (H13). */
  async function raise(
    act: (who: Caller, id: string | undefined, action: string, body: object) => ReturnType<Caller>,
    id: string | undefined,
  ): Promise<void> {
    const { liso, germany } = people;
    const asked = { fields: { becomes: 'fact-finding-mission' } };
    assert.equal((await act(germany, id, 'raise-request', asked)).status, 409);
    const raised = await act(liso, id, 'raise-request', asked);
    assert.equal(raised.status, 200, raised.text);
    assert.equal((await act(liso, id, 'raise-request', asked)).status, 409, 'once');
    for (let round = 0; round < 100; round += 1) {
      const links = (await meeting.case(liso))['links'] as { handOff: string }[];
      if (links.some(({ handOff }) => handOff === 'request')) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail('the request was not handed off');
  }

  it('shows an administration nothing of another, whatever it asks for', async () => {
    const { germany, france, liso } = people;
    const secret = ['First', 'Second', 'On leave until the meeting', 'Report of the exercise'];
    for (const register of [
      'action-points',
      'agenda-objections',
      'attendances',
      'meeting-minutes',
    ]) {
      const { text, status } = await france('GET', `/${register}?limit=100`);
      assert.equal(status, 200);
      for (const word of secret) assert.ok(!text.includes(word), `${register}: ${word}`);
    }
    for (const { id } of await meeting.rows(liso, 'action-points')) {
      assert.equal((await france('GET', `/action-points/${id}`)).status, 404);
      assert.equal((await france('GET', `/action-points/${id}/history`)).status, 404);
    }
    const found = await france('GET', '/search?q=First');
    assert.ok(!found.text.includes('action-points'), found.text);
    const report = await germany('GET', `/cases/${meeting.id}`);
    assert.ok(!report.text.includes('Report of the exercise'));
  });
});
