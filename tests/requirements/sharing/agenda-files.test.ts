import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sha256Hex } from '#engine/canonical.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  type Meeting,
  type MeetingPeople,
  meetingPeople,
  requestMeeting,
} from '../meeting-people.ts';

describe('R-MTG-5 R-MTG-13 the files that are presented under an agenda', () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let meeting: Meeting;
  let slides: string;
  const text = 'Results of the mission on national service desks.';

  before(async () => {
    world = await createHttpWorld({ worker: false });
    people = await meetingPeople(world);
    meeting = await requestMeeting(people, 'Service desks');
    await meeting.act(people.manager, 'accept');
    slides = await broughtIn(people.germany, meeting.id, 'results.pdf');
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  /** Sends the bytes; what is left is to say what they are. */
  async function sent(who: Caller, caseId: string, fileName: string): Promise<string> {
    const bytes = new TextEncoder().encode(text);
    const upload = await who('POST', '/uploads', {
      ...{ caseId, recipientId: null, fileName, mediaType: 'application/pdf' },
      ...{ bytes: bytes.length, sha256: sha256Hex(text) },
    });
    assert.equal(upload.status, 201, upload.text);
    const id = String(upload.body['id']);
    const part = await who('PATCH', `/uploads/${id}`, bytes, { 'upload-offset': '0' });
    assert.ok(part.status < 300, part.text);
    return id;
  }
  async function broughtIn(who: Caller, caseId: string, fileName: string): Promise<string> {
    const uploadId = await sent(who, caseId, fileName);
    const said = { uploadId, title: 'Results', providedBy: 'Dagmar' };
    const kept = await who('POST', '/evidence', said);
    assert.equal(kept.status, 201, kept.text);
    return String(kept.body['id']);
  }

  const topic = (file: string) => ({
    ...{ position: 1, topic: 'Results', presenter: 'Dagmar', durationMinutes: 30 },
    documents: [{ kind: 'presentation', title: 'Slides', reference: 'PRES-1', file }],
  });

  it('are those of this very meeting', async () => {
    const other = await requestMeeting(people, 'Another meeting');
    const strange = await broughtIn(people.germany, other.id, 'other.pdf');
    const refused = await meeting.attempt(people.manager, 'add-agenda-item', topic(strange));
    assert.equal(refused.status, 422, refused.text);
    assert.match(refused.text, /"\/fields\/documents\/0\/file"/);
  });

  it('are read by nobody else before the agenda is proposed, and by everybody invited from then on', async () => {
    const { manager, france, liso } = people;
    await meeting.act(manager, 'add-agenda-item', topic(slides));
    assert.equal((await france('GET', `/evidence/${slides}`)).status, 404);
    await meeting.act(manager, 'propose-agenda');
    for (const who of [france, liso, manager]) {
      const shown = await who('GET', `/evidence/${slides}`);
      assert.equal(shown.status, 200, shown.text);
      const content = await who('GET', `/evidence/${slides}/bytes`);
      assert.equal(content.status, 200, content.text);
      assert.equal(content.text, text);
    }
    const [reason] = await world.query<{ reason: string; detail: { topic: string } }>(
      `select reason, detail from audience_entry where record_id = $1 and organisation_id = $2`,
      [slides, people.ids.france],
    );
    assert.equal(reason?.reason, 'party');
    assert.equal(reason?.detail.topic, 'Results');
  });

  it('are part of what is agreed: another file is another agenda', async () => {
    const { manager, germany, liso } = people;
    const agenda = async () => (await meeting.fields(liso))['agenda'] as { documents: string }[];
    assert.equal((await agenda())[0]?.documents, 'presentation: Slides (PRES-1) [E-1 results.pdf]');
    const newer = await broughtIn(germany, meeting.id, 'results-2.pdf');
    await meeting.act(germany, 'object', { objection: 'There are newer slides.' });
    const [raised] = await meeting.rows(manager, 'agenda-objections');
    const answer = { objection: raised?.id, answer: 'They are taken.', toAll: true };
    await meeting.act(manager, 'answer-objection', answer);
    const [item] = await meeting.rows(manager, 'agenda-items');
    await meeting.act(manager, 'change-agenda-item', { item: item?.id, ...topic(newer) });
    await meeting.act(manager, 'propose-agenda');
    const { agendaChanges } = await meeting.fields(liso);
    assert.deepEqual(agendaChanges, [{ change: 'changed', topic: 'Results' }]);
    assert.match((await agenda())[0]?.documents ?? '', /\[E-2 results-2\.pdf\]$/);
    assert.equal((await people.france('GET', `/evidence/${newer}`)).status, 200);
  });

  it('are asked for by title and who provides them, and for nothing of how evidence is collected', async () => {
    const { germany } = people;
    const uploadId = await sent(germany, meeting.id, 'minutes.pdf');
    const said = { uploadId, title: 'Minutes', providedBy: 'Dagmar' };
    const refusals = [
      [{ uploadId, title: 'Minutes' }, ['/providedBy']],
      [{ ...said, collectedBy: 'Dagmar' }, ['/collectedBy']],
      [
        { ...said, kind: 'log', collectedAt: '2026-01-02T03:04:05.000Z' },
        ['/kind', '/collectedAt'],
      ],
    ] as const;
    for (const [wrong, places] of refusals) {
      const answer = await germany('POST', '/evidence', wrong);
      assert.equal(answer.status, 422, answer.text);
      const faults = answer.body['faults'] as { path: string }[];
      assert.deepEqual(
        faults.map(({ path }) => path),
        places,
      );
    }
    const kept = await germany('POST', '/evidence', said);
    assert.equal(kept.status, 201, kept.text);
    const { body } = await germany('GET', `/evidence/${kept.body['id']}`);
    const shown = body['evidence'] as Record<string, unknown>;
    assert.equal(body['origin'], 'provided');
    assert.deepEqual(
      [shown['title'], shown['collectedBy'], shown['kind'], shown['collectedAt']],
      ['Minutes', 'Dagmar', 'document', shown['receivedAt']],
    );
    const custody = body['custody'] as { act: string }[];
    assert.deepEqual(
      custody.map(({ act }) => act),
      ['send', 'receive'],
      'nobody collected it',
    );
  });
});
