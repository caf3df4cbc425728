import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import { SettableClock } from '#kernel/clock/clock.ts';
import { newId } from '#kernel/database/ids.ts';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { eventually } from '#tests/eventually.ts';
import { toldOf } from './told.ts';

const hour = 3_600_000;

describe('evidence that is overdue', () => {
  const clock = new SettableClock(new Date());
  let world: IncidentWorld;
  let npmY: Caller;

  before(async () => {
    world = await createIncidentWorld({}, { clock });
    const { http, ids } = world;
    npmY = await http.withSession(await http.person('npm-y', ids.y, ['npm']));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  /** Evidence asked of X, which has four hours, in an incident that affects Y too. */
  async function asked(): Promise<{ id: string; request: string }> {
    const { people, ids, act, report } = world;
    const { manager } = people;
    const id = await report({ originAdministration: ids.x });
    await act(manager, id, 'accept', {
      ...{ commonDomainImpact: 'yes', affectedAdministrations: [ids.y] },
    });
    await act(manager, id, 'note-analysis', { analysis: 'Queues do not drain.' });
    await act(manager, id, 'request-evidence', {
      ...{ subject: 'Logs', items: 'Logs of the day.', urgency: 'immediate' },
    });
    const { body, text } = await manager('GET', `/requests?caseId=${id}`);
    const [request] = body['items'] as { id: string }[];
    assert.ok(request, text);
    return { id, request: request.id };
  }
  const isTold = (who: Caller, record: string, about: string, kind: string) =>
    eventually(async () => {
      const told = await toldOf(who, record, about);
      return told.some((one) => one.kind === kind) ? true : undefined;
    });
  const kindsOf = async (who: Caller, record: string) =>
    (await toldOf(who, record, 'answer')).map(({ kind }) => kind);

  it('R-INC-5 is reminded of an hour before, then brought to the project manager of the administration that owes it and to the LISO, once, and to no other administration', async () => {
    const { manager, npmX, liso, nisoY, nisoX } = world.people;
    const { id, request } = await asked();
    clock.advance(4 * hour - 60_000);
    await isTold(npmX, request, 'acknowledgement', 'escalation');
    await isTold(nisoX, request, 'answer', 'reminder');
    assert.deepEqual(await kindsOf(npmX, request), [], 'a minute before it is due');
    clock.advance(60_000);
    for (const who of [npmX, liso]) await isTold(who, request, 'answer', 'escalation');
    await isTold(manager, id, 'evidence-overdue', 'case');
    for (const who of [npmX, liso]) {
      assert.deepEqual(await kindsOf(who, request), ['escalation']);
      assert.deepEqual(await toldOf(who, id, 'evidence-overdue'), []);
    }
    for (const who of [npmY, nisoY]) {
      assert.deepEqual(await toldOf(who, id, 'evidence-overdue'), []);
      assert.deepEqual(await kindsOf(who, request), []);
    }
    assert.equal(await world.state(id), 'awaiting-niso', 'it is still awaited');
    const { body } = await liso('GET', `/cases/${id}/history`);
    const entries = body['items'] as { action: string; personId: string | null }[];
    const overdue = entries.filter(({ action }) => action.endsWith('.evidence-overdue'));
    assert.deepEqual(
      overdue.map(({ personId }) => personId),
      [null],
    );
  });

  it('R-INC-5 goes to whoever stands in for the officer first, and four hours later up the line', async () => {
    const { http, ids, people } = world;
    const { manager, npmX, liso } = people;
    const [officer] = await http.query<{ id: string }>(
      `select id from person where email = 'niso-x@example.test'`,
    );
    const substitute = await http.person('stands-in', ids.x, []);
    await http.query(
      `insert into role_holding (owner_id, id, person_id, role, kind, for_person_id, valid_from, created_at, updated_at)
       values ($1, $2, $3, 'niso', 'substitute', $4, $5, $5, $5)`,
      [ids.x, newId(), substitute.id, officer?.id, clock.now()],
    );
    const standsIn = await http.withSession(substitute);
    const { id, request } = await asked();
    clock.advance(4 * hour);
    await isTold(standsIn, request, 'answer', 'deadline');
    await isTold(manager, id, 'evidence-overdue', 'case');
    for (const who of [npmX, liso]) {
      assert.deepEqual(await kindsOf(who, request), [], 'not before the time of whoever stands in');
      assert.deepEqual(await toldOf(who, id, 'evidence-overdue'), []);
    }
    clock.advance(4 * hour);
    for (const who of [npmX, liso]) await isTold(who, request, 'answer', 'escalation');
    assert.deepEqual(await kindsOf(standsIn, request), ['deadline']);
  });
});
