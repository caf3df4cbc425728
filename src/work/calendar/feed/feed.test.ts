import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import ICAL from 'ical.js';
import { newId } from '#kernel/database/ids.ts';
import {
  type Caller,
  createHttpWorld,
  type HttpWorld,
  type Person,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

const at = '2099-03-02T00:00:00.000Z';
const soon = '2099-03-10T09:00:00.000Z';

/** What a calendar program makes of the feed. */
function read(text: string): { calendar: ICAL.Component; events: ICAL.Event[] } {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return {
    calendar,
    events: calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one)),
  };
}

describe('the feed of a calendar', () => {
  let world: HttpWorld;
  let now = new Date(at);
  let body: string;
  let liso: Person;
  let session: Caller;

  before(async () => {
    world = await createHttpWorld({
      worker: false,
      clock: { now: () => now },
      settings: { PUBLIC_URL: 'https://cw.example.test' },
    });
    body = await world.organisation('DGX');
    liso = await world.person('lorenzo', body, ['liso']);
    session = await world.withSession(liso);
    await meeting('Renewal of certificates', 'PUBLIC', 'GREEN', soon);
    await meeting('What nobody outside may know', 'LIMITED', 'AMBER', '2099-03-11T09:00:00.000Z');
    await meeting('Of somebody else', 'PUBLIC', 'CLEAR', soon, await world.organisation('ELSE'));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function meeting(
    title: string,
    label: string,
    tlp: string,
    startsAt: string,
    owner = body,
  ) {
    const endsAt = startsAt.replace('09:', '11:');
    const date = { field: 'startsAt', startsAt, endsAt, allDay: false, takesPlace: true };
    const id = newId();
    await world.query(
      `insert into procedure_case (owner_id, id, procedure, definition_version, reference, title, state, label, tlp, dates, dates_from, dates_to,
         opened_at, updated_at)
       values ($1, $2, 'meeting', 1, $3, $4, 'convened', $5, $6, $7::jsonb, $8, $9, $8, $8)`,
      [
        owner,
        id,
        `MTG-${id.slice(-6)}`,
        title,
        label,
        tlp,
        JSON.stringify([date]),
        startsAt,
        endsAt,
      ],
    );
    return id;
  }

  async function subscribe(
    scopes: readonly string[] = ['calendar:feed'],
    who = session,
  ): Promise<string> {
    const expiresAt = new Date(now.getTime() + 90 * 86_400_000).toISOString();
    const made = await who('POST', '/api-tokens', { name: 'Calendar', scopes, expiresAt });
    assert.equal(made.status, 201, made.text);
    return String(made.body['token']);
  }

  const feed = (token: string, headers: Record<string, string> = {}) =>
    world.nobody('GET', `/calendar-feeds/${token}.ics`, undefined, headers);

  it('is read by a calendar program without signing in: what takes place with the person, and nothing of others', async () => {
    const answer = await feed(await subscribe());
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/calendar/);
    const { calendar, events } = read(answer.text);
    assert.equal(calendar.getFirstPropertyValue('x-wr-calname'), 'Commonward');
    assert.match(answer.text, /\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n/);
    assert.equal(events.length, 2);
    const told = events.find(({ summary }) => summary.includes('Renewal of certificates'));
    assert.ok(told !== undefined);
    assert.equal(told.startDate.toJSDate().toISOString(), soon);
    assert.equal(told.endDate.toJSDate().toISOString(), '2099-03-10T11:00:00.000Z');
    assert.match(told.description, /MTG-\w+\n\nhttps:\/\/cw\.example\.test\/cases\/[0-9a-f-]{36}/);
    assert.doesNotMatch(answer.text, /somebody else/);
  });

  it('has of what may not leave by mail a pointer with its time alone', async () => {
    const { text } = await feed(await subscribe());
    assert.doesNotMatch(text.replaceAll(/\r\n /g, ''), /nobody outside|MTG-2099-0002/);
    const pointer = read(text).events.find(
      ({ startDate }) => startDate.toJSDate().getUTCDate() === 11,
    );
    assert.equal(pointer?.summary, 'Commonward: an entry to be read there');
    assert.match(pointer?.description ?? '', /https:\/\/cw\.example\.test\/calendar$/);
    assert.doesNotMatch(pointer?.uid ?? '', /[0-9a-f]{8}-[0-9a-f]{4}/, 'no id of a record');
  });

  it('is told to be as it was by its ETag, until something changes', async () => {
    const token = await subscribe();
    const first = await feed(token);
    const etag = first.headers.get('etag') ?? '';
    now = new Date(now.getTime() + 3_600_000);
    const again = await feed(token, { 'if-none-match': etag });
    assert.deepEqual([again.status, again.text], [304, '']);
    await meeting('One more', 'PUBLIC', 'CLEAR', '2099-03-12T09:00:00.000Z');
    const changed = await feed(token, { 'if-none-match': etag });
    assert.equal(changed.status, 200);
    assert.equal(read(changed.text).events.length, 3);
    const uids = (text: string) => read(text).events.map(({ uid }) => uid);
    assert.deepEqual(
      uids(first.text).filter((uid) => !uids(changed.text).includes(uid)),
      [],
      'an entry keeps its UID',
    );
  });

  it('opens by a token made for it alone, which opens nothing else, and ends when it is revoked or over', async () => {
    const token = await subscribe();
    for (const scopes of [
      ['*'],
      ['calendar:*'],
      ['calendar:read'],
      ['calendar:feed', 'cases:read'],
    ]) {
      assert.equal((await feed(await subscribe(scopes))).status, 404, scopes.join());
    }
    for (const path of [
      '/me',
      '/calendar?from=2099-03-01T00:00:00Z&to=2099-03-02T00:00:00Z',
      '/cases',
    ]) {
      const answer = await world.nobody('GET', path, undefined, {
        authorization: `Bearer ${token}`,
      });
      assert.equal(answer.status, 401, path);
    }
    const listed = await session('GET', '/api-tokens');
    assert.ok(!listed.text.includes(token), 'shown once');
    const used = await subscribe();
    const newest = ((await session('GET', '/api-tokens')).body['items'] as { id: string }[])[0];
    assert.ok(newest !== undefined);
    assert.equal((await feed(used)).status, 200);
    assert.equal((await session('DELETE', `/api-tokens/${newest.id}`)).status, 204);
    assert.equal((await feed(used)).status, 404);
    now = new Date(now.getTime() + 91 * 86_400_000);
    assert.equal((await feed(token)).status, 404);
    now = new Date(at);
  });

  it('is refused when it is read too often, each address for itself', async () => {
    const [busy, quiet] = [await subscribe(), await subscribe()];
    const statuses: number[] = [];
    for (let read = 0; read < 51; read += 1) statuses.push((await feed(busy)).status);
    assert.deepEqual(
      [statuses.slice(0, 50).every((one) => one === 200), statuses[50]],
      [true, 429],
    );
    assert.equal((await feed(quiet)).status, 200);
  });
});
