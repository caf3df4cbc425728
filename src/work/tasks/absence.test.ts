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

interface ShownTask {
  readonly id: string;
  readonly absence: { readonly until: string; readonly substitutes: string[] } | null;
  readonly may: { readonly complete: boolean };
}

describe('what waits for somebody who is away says so', () => {
  let world: HttpWorld;
  let home: string;
  let mia: Person;
  let sub: Person;
  let caseId: string;
  let task: string;
  let asMia: Caller;
  let asSub: Caller;
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString();

  before(async () => {
    world = await createHttpWorld({ worker: false });
    home = await world.organisation('HOME');
    mia = await world.person('mia', home, ['change-manager']);
    sub = await world.person('sub', home, []);
    const operator = await world.withToken(
      await world.person('operator', home, ['system-administrator']),
    );
    asMia = await world.withToken(mia);
    const opened = await asMia('POST', '/cases', {
      ...{ procedure: 'change', title: 'A change' },
      fields: { origin: 'other', reason: 'A fix.' },
    });
    assert.equal(opened.status, 201, opened.text);
    caseId = (opened.body['case'] as { id: string }).id;
    task = newId();
    await world.query(
      `insert into task (owner_id, id, case_id, procedure, task, organisation_id, role, assignee_id, clause, created_at)
       values ($1, $2, $3, 'change', 'review:security', $1, 'change-manager', $4, 'X.1052 §6.2', $5)`,
      [home, task, caseId, mia.id, new Date()],
    );
    const given = await operator('POST', `/accounts/${sub.id}/roles`, {
      ...{ role: 'change-manager', organisationId: home, kind: 'substitute', forPersonId: mia.id },
    });
    assert.equal(given.status, 201, given.text);
    asSub = await world.withToken(sub);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const listed = async (call: Caller, path: string): Promise<ShownTask | undefined> => {
    const { body, status, text } = await call('GET', path);
    assert.equal(status, 200, text);
    const items = (body['items'] ?? body['tasks']) as ShownTask[];
    return items.find(({ id }) => id === task);
  };

  it('everybody declares his own absence, and nobody that of another', async () => {
    const fields = { person: mia.id, note: 'On leave', startsAt: '2026-01-01T00:00:00.000Z' };
    const away = { ...fields, endsAt: until };
    assert.equal((await asSub('POST', '/absences', { fields: away })).status, 403);
    const order = { ...away, endsAt: '2025-12-31T00:00:00.000Z' };
    assert.equal((await asMia('POST', '/absences', { fields: order })).status, 422);
    assert.equal((await listed(asMia, '/tasks'))?.absence, null, 'not away yet');
    assert.equal((await asMia('POST', '/absences', { fields: away })).status, 201);
    const twice = await asMia('POST', '/absences', { fields: away });
    assert.equal(twice.body['code'], 'absence-overlaps');
  });

  it('the list of tasks and the case say until when the assignee is away, and who stands in', async () => {
    const expected = { until, substitutes: ['sub'] };
    assert.deepEqual((await listed(asMia, '/tasks'))?.absence, expected);
    assert.deepEqual((await listed(asSub, `/cases/${caseId}`))?.absence, expected);
    const { body } = await asSub('GET', `/cases/${caseId}`);
    const waiting = body['waitingFor'] as {
      role: string;
      people: { name: string; absentUntil: string | null; standsFor: string | null }[];
    }[];
    const managers = waiting.find(({ role }) => role === 'change-manager');
    assert.deepEqual(
      managers?.people.map(({ name, absentUntil, standsFor }) => [name, absentUntil, standsFor]),
      [
        ['mia', until, null],
        ['sub', null, mia.id],
      ],
    );
  });

  it('a task of the role says it where all its holders are away', async () => {
    const open = newId();
    await world.query(
      `insert into task (owner_id, id, case_id, procedure, task, organisation_id, role, clause, created_at)
       values ($1, $2, $3, 'change', 'review:security', $1, 'change-manager', 'X.1052 §6.2', $4)`,
      [home, open, caseId, new Date()],
    );
    const absence = async () => {
      const { body } = await asMia('GET', '/tasks');
      return (body['items'] as ShownTask[]).find(({ id }) => id === open)?.absence ?? null;
    };
    assert.equal(await absence(), null, 'the substitute is there');
    await world.query(
      `insert into absence (owner_id, id, person, note, starts_at, ends_at, created_at, updated_at)
       values ($1, $2, $3, 'Ill', $4, $5, $4, $4)`,
      [home, newId(), sub.id, new Date(Date.now() - 1000), new Date(Date.now() + 86_400_000)],
    );
    assert.notEqual(await absence(), null);
    await world.query('delete from absence where person = $1', [sub.id]);
    await world.query('delete from task where id = $1', [open]);
  });

  it('whoever stands in finds the task among his own and does it, on behalf of the absent person', async () => {
    const mine = await listed(asSub, '/tasks?assignee=me');
    assert.equal(mine?.may.complete, true);
    const me = await asSub('GET', '/me');
    assert.ok(Number(me.body['waiting']) >= 1);
    const done = await asSub('POST', `/tasks/${task}/complete`, { fields: {} });
    assert.equal(done.status, 200, done.text);
    const [entry] = await world.query<{ person_id: string; on_behalf_of: string }>(
      `select person_id, on_behalf_of from trail_entry where action = 'task.complete'`,
    );
    assert.deepEqual([entry?.person_id, entry?.on_behalf_of], [sub.id, mia.id]);
  });
});
