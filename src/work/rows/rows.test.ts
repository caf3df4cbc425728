import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Answer,
  type Caller,
  createHttpWorld,
  type HttpWorld,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  type Meeting,
  type MeetingPeople,
  meetingPeople,
  requestMeeting,
} from '#tests/requirements/meeting-people.ts';
import { mostRows, type RowsOutcome } from './contract.ts';

const outcomeOf = (answer: Answer): RowsOutcome => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body as unknown as RowsOutcome;
};
const said = ({ rows }: RowsOutcome): string[] =>
  rows.map((row) => (row.outcome === 'done' ? 'done' : row.problem.code));

describe('many rows in one request', () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let meeting: Meeting;
  let call: Caller;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    people = await meetingPeople(world);
    meeting = await requestMeeting(people, 'Security of transit');
    await meeting.act(people.manager, 'accept');
    const home = await world.organisation('HOME');
    call = await world.withToken(
      await world.person('keeper', home, ['asset-manager', 'change-manager']),
    );
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const topics = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      fields: {
        position: index + 1,
        topic: `Topic ${index + 1}`,
        presenter: 'LISO',
        durationMinutes: 10,
      },
    }));
  const add = (rows: readonly object[], who: Caller, headers: Record<string, string> = {}) =>
    who('POST', `/cases/${meeting.id}/actions/add-agenda-item/rows`, { rows }, headers);

  it('does an action of a case once for each row: a bad row is told with its place, and costs no good one', async () => {
    const rows: object[] = topics(40);
    rows[7] = { fields: { topic: 'No presenter', durationMinutes: 'long' } };
    rows[9] = { fields: {}, more: true };
    const outcome = outcomeOf(await add(rows, people.manager));
    assert.deepEqual([outcome.done, outcome.refused, outcome.rows.length], [38, 2, 40]);
    const [seventh, ninth] = [outcome.rows[7], outcome.rows[9]];
    assert.ok(seventh?.outcome === 'refused' && ninth?.outcome === 'refused');
    assert.equal(ninth.problem.code, 'invalid-input');
    assert.deepEqual(
      ninth.problem.faults?.map(({ path }) => path),
      ['/more'],
    );
    assert.ok((seventh.problem.refusals ?? seventh.problem.faults ?? []).length > 0);
    const kept = await meeting.rows(people.manager, 'agenda-items');
    assert.equal(kept.length, 38);
    const trail = await people.manager('GET', `/cases/${meeting.id}/history?limit=100`);
    const entries = (trail.body['items'] as { action: string }[]).filter(({ action }) =>
      action.endsWith('add-agenda-item'),
    );
    assert.equal(entries.length, 38, 'one entry of the trail for each row that was done');
  });

  it('tells each row why somebody may not, as it would be told alone', async () => {
    const outcome = outcomeOf(await add(topics(2), people.germany));
    const alone = await meeting.attempt(people.germany, 'add-agenda-item', topics(1)[0]?.fields);
    assert.equal(outcome.refused, 2);
    assert.deepEqual(
      outcome.rows.map((row) => row.outcome === 'refused' && row.problem),
      [alone.body, alone.body],
    );
  });

  it('sent again with the same key, does nothing twice, and tries again what was refused', async () => {
    const systems = (third: string) => [
      { fields: { code: 'R1', name: 'First', architecture: 'distributed' } },
      { fields: { code: 'R2', name: 'Second', architecture: 'distributed' } },
      { fields: { code: third, name: 'Third', architecture: 'distributed' } },
    ];
    const key = { 'idempotency-key': 'rows-of-systems' };
    const first = outcomeOf(await call('POST', '/systems/rows', { rows: systems('R1') }, key));
    assert.deepEqual(said(first).slice(0, 2), ['done', 'done']);
    assert.equal(first.refused, 1, 'the code is taken');
    const second = outcomeOf(await call('POST', '/systems/rows', { rows: systems('R1') }, key));
    assert.deepEqual(second, first);
    const third = outcomeOf(await call('POST', '/systems/rows', { rows: systems('R3') }, key));
    assert.deepEqual(said(third), ['done', 'done', 'done']);
    const listed = await call('GET', '/systems?code=R1,R2,R3');
    assert.equal((listed.body['items'] as unknown[]).length, 3);
  });

  it('has limits: no rows, too many, and something else than rows are refused as a whole', async () => {
    const some = topics(1)[0];
    for (const rows of [[], Array.from({ length: mostRows + 1 }, () => some), ['x']]) {
      assert.equal((await add(rows as object[], people.manager)).status, 422);
    }
    assert.equal((await add(topics(1), world.nobody)).status, 401);
  });
});
