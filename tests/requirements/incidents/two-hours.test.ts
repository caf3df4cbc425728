import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import { SettableClock } from '#kernel/clock/clock.ts';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { eventually } from '#tests/eventually.ts';
import { toldOf } from './told.ts';

const minute = 60_000;
const assigning = 'assign-to-application-management';

describe('scenario F through HTTP: the two hours of AD2 Annex 12', () => {
  const clock = new SettableClock(new Date());
  const start = clock.now().getTime();
  const at = (minutes: number) => new Date(start + minutes * minute).toISOString();
  let world: IncidentWorld;
  /** Managed, without a solution; the second is reported a minute later. */
  let first: string;
  let second: string;
  /** A managed item that is solved in time, and one that is not managed. */
  let solved: string;
  let unmanaged: string;

  before(async () => {
    world = await createIncidentWorld({}, { clock });
    const reported = (managedItem: boolean) =>
      world.report({ managedItem, originAdministration: world.ids.x });
    first = await reported(true);
    solved = await reported(true);
    unmanaged = await reported(false);
    clock.set(at(1));
    second = await reported(true);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const fieldsOf = async (id: string): Promise<Record<string, unknown>> => {
    const { body, text } = await world.people.liso('GET', `/cases/${id}`);
    assert.ok(body['case'], text);
    return (body['case'] as { fields: Record<string, unknown> }).fields;
  };
  const assigned = (id: string) =>
    eventually(async () => {
      const fields = await fieldsOf(id);
      return fields['assignedTo'] === undefined ? undefined : fields;
    });
  const takesOver = async (id: string) => {
    const { body, text } = await world.people.applications('GET', '/tasks?limit=100');
    assert.ok(Array.isArray(body['items']), text);
    const tasks = body['items'] as { task: string; caseId: string }[];
    return tasks.filter(({ task, caseId }) => task === 'take-over-incident' && caseId === id);
  };
  const told = (who: Caller, id: string, about: string) =>
    eventually(async () => ((await toldOf(who, id, about)).length > 0 ? true : undefined));

  it('R-INC-10 the case shows until when, and the Service Desk is reminded half an hour before', async () => {
    const { serviceDesk } = world.people;
    const { body, text } = await serviceDesk('GET', `/cases/${first}`);
    const deadlines = body['deadlines'] as { deadline: string; dueAt: string }[];
    const solution = deadlines.find(({ deadline }) => deadline === 'service-desk-solution');
    assert.equal(solution?.dueAt, at(120), text);
    clock.set(at(90));
    await told(serviceDesk, first, 'service-desk-solution');
    assert.deepEqual(await toldOf(serviceDesk, unmanaged, 'service-desk-solution'), []);
  });

  it('R-INC-10 without a solution it goes to Application Management at 2 h 00, not before, whatever the coordination does', async () => {
    const { people, act } = world;
    await act(people.manager, first, 'accept', { commonDomainImpact: 'suspected' });
    await act(people.serviceDesk, solved, 'record-solution', { serviceDeskSolution: 'Restarted.' });
    clock.set(at(120));
    const { assignedTo, assignedBecause, assignedAt } = await assigned(first);
    assert.deepEqual(
      [assignedTo, assignedBecause, assignedAt],
      ['application-management', 'two-hours', at(120)],
    );
    assert.equal((await fieldsOf(second))['assignedTo'], undefined, 'at 1 h 59');
    assert.equal((await takesOver(first)).length, 1);
    for (const who of [people.applications, people.serviceDesk, people.manager]) {
      await told(who, first, assigning);
    }
    clock.set(at(121));
    assert.equal((await assigned(second))['assignedAt'], at(121));
  });

  it('R-INC-10 the history says that the clock did it, and by which clause', async () => {
    const { body, text } = await world.people.serviceDesk('GET', `/cases/${first}/history`);
    assert.ok(Array.isArray(body['items']), text);
    const entries = body['items'] as {
      readonly action: string;
      readonly personId: string | null;
      readonly at: string;
      readonly details: Readonly<Record<string, unknown>>;
    }[];
    const found = entries.filter(({ action }) => action === `incident-coordination.${assigning}`);
    assert.deepEqual(
      found.map(({ personId, at: moment }) => [personId, moment]),
      [[null, at(120)]],
      text,
    );
    const due = entries.find(({ action }) => action === 'incident-coordination.deadline-due');
    const { deadline, clause } = due?.details ?? {};
    assert.deepEqual(
      [deadline, clause],
      ['service-desk-solution', 'Security Plan §6.2, AD2 Annex 12'],
    );
  });

  it('R-INC-10 what was solved in time or is not managed stays, and nothing is assigned twice', async () => {
    const { people, act, refused } = world;
    for (const id of [solved, unmanaged]) {
      assert.equal((await fieldsOf(id))['assignedTo'], undefined);
      assert.deepEqual(await takesOver(id), []);
    }
    const late = { serviceDeskSolution: 'Restarted again.' };
    assert.deepEqual(await refused(people.serviceDesk, solved, 'record-solution', late), [
      'has-no-solution',
    ]);
    await act(people.serviceDesk, first, 'categorise', { category: 'installation' }, 'It is one.');
    assert.equal((await takesOver(first)).length, 1);
    assert.equal((await fieldsOf(first))['assignedBecause'], 'two-hours');
    assert.deepEqual(await refused(people.serviceDesk, second, assigning), ['role']);
  });
});
