import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { Fields } from '#engine/fields.ts';
import { rngOf } from '#engine/random.ts';
import { sampleFields } from '#engine/sample-values.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { acceptedBy, askable } from '#work/hand-offs/asked.ts';
import {
  type Meeting,
  type MeetingPeople,
  meetingPeople,
  requestMeeting,
} from '../meeting-people.ts';
import { conclude, convene, minuteEverything, open, twelveTopics } from '../meeting-steps.ts';

interface TaskRow {
  readonly id: string;
  readonly task: string;
  readonly subject: string;
  readonly role: string;
  readonly form: Fields;
  readonly asked: readonly string[];
}

describe('R-MTG-16 an action point becomes a request in any procedure', () => {
  let world: HttpWorld;
  let people: MeetingPeople;
  let meeting: Meeting;
  /** Of the central body, with every role that accepts something. */
  let desk: Caller;
  const targets = [...askable(catalogue)].sort();
  const titleOf = (target: string) => `Ask for ${target}`;

  before(async () => {
    world = await createHttpWorld({ worker: true });
    people = await meetingPeople(world);
    const roles = [...catalogue.procedures.values()].map(({ procedure }) => acceptedBy(procedure));
    const offices = [...new Set(roles)].filter((role) => role !== 'any-member');
    desk = await world.withSession(await world.person('olga', people.ids.body, offices));
    meeting = await requestMeeting(people, 'Requests of every kind');
    await convene(people, meeting, twelveTopics.slice(0, 1));
    await open(people, meeting);
    await minuteEverything(people, meeting);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  it('knows every procedure that there is, those that are only planned too, and no other', async () => {
    for (const id of catalogue.procedures.keys()) assert.ok(targets.includes(id), id);
    assert.ok(targets.includes('policy') && !catalogue.procedures.has('policy'));
    const { body } = await people.manager('GET', '/definitions');
    assert.deepEqual(body['askable'], targets);
    const refused = await meeting.attempt(people.manager, 'add-action-point', {
      ...{ title: 'Ask for the impossible', becomes: 'no-such-procedure' },
    });
    assert.equal(refused.status, 422, refused.text);
    assert.deepEqual(
      (refused.body['faults'] as { path: string; code: string }[]).map(({ path, code }) => [
        path,
        code,
      ]),
      [['/fields/becomes', 'unknown']],
    );
  });

  it('hands one off to each with the approval of the report, in words that it understands', async () => {
    for (const becomes of targets) {
      await meeting.act(people.manager, 'add-action-point', {
        ...{ title: titleOf(becomes), description: `Because of ${becomes}.`, becomes },
        ...{ organisation: people.ids.germany, owner: people.people['germany']?.id },
        dueDate: '2098-01-31',
      });
    }
    await meeting.act(people.liso, 'end');
    await conclude(people, meeting);
    const started = await world.query<{ to: string; state: string; payload: object }>(
      `select to_procedure as "to", state, payload from hand_off where from_case_id = $1 and hand_off = 'request' order by 1`,
      [meeting.id],
    );
    assert.deepEqual(
      started.map(({ to }) => to),
      targets,
    );
    for (const { to, state, payload } of started) {
      const defined = catalogue.procedures.has(to);
      assert.equal(state, defined ? 'offered' : 'accepted', to);
      if (!defined) assert.match(JSON.stringify(payload), new RegExp(`Because of ${to}`), to);
    }
    const changed = started.find(({ to }) => to === 'change')?.payload as Record<string, string>;
    assert.equal(changed['origin'], 'other');
    assert.match(changed['reason'] ?? '', /^Because of change\.\n\nMTG-/);
    assert.equal(changed['dueBy'], '2098-01-31T23:59:59.000Z');
  });

  it('shows whoever has to answer for a procedure that is still to come what it is asked, in its words', async () => {
    const planned = targets.filter((target) => !catalogue.procedures.has(target));
    assert.ok(planned.length > 0);
    const { body } = await desk('GET', '/tasks?limit=200');
    const listed = body['items'] as TaskRow[];
    const ofCase = (await meeting.case(desk))['tasks'] as TaskRow[];
    for (const to of planned) {
      for (const tasks of [listed, ofCase]) {
        const found = tasks.find(({ task }) => task === `planned:${to}`);
        assert.equal(found?.subject, titleOf(to));
        assert.match(found?.asked.join('\n') ?? '', new RegExp(`^Because of ${to}\\.\n\nMTG-`));
      }
    }
    // What a task asks by its form alone has no words beside.
    assert.deepEqual((await taskFor('change')).asked, []);
  });

  it('asks whoever accepts for what the procedure cannot open without, and opens it then', async () => {
    const known = await knownValues();
    for (const to of targets.filter((target) => catalogue.procedures.has(target))) {
      const task = await taskFor(to);
      const procedure = catalogue.procedures.get(to)?.procedure;
      assert.ok(procedure !== undefined);
      assert.equal(task.role, acceptedBy(procedure), to);
      const { decision, reason, ...wanted } = task.form;
      assert.ok(decision !== undefined && reason !== undefined);
      const required = Object.keys(wanted).filter((name) => procedure.fields[name]?.required);
      if (required.length > 0) {
        const nothing = await complete(task, { decision: 'accept' });
        assert.equal(nothing.status, 422, `${to}: ${nothing.text}`);
        const told = (nothing.body['faults'] as { path: string }[]).map(({ path }) => path);
        for (const name of required) assert.ok(told.includes(`/fields/${name}`), `${to}: ${told}`);
      }
      if (to === 'configuration-check') {
        await decline(task);
        continue;
      }
      const fields = { ...sampled(wanted, required), ...known[to] };
      const answer = await complete(task, { decision: 'accept', ...fields });
      assert.equal(answer.status, 200, `${to}: ${answer.text}`);
      const links = (await meeting.case(desk))['links'] as { procedure: string; state: string }[];
      const opened = links.filter(({ procedure: of }) => of === to);
      assert.deepEqual(
        opened.map(({ state }) => state),
        [procedure.initial],
        to,
      );
    }
  });

  it('counts who said what a case opens with as its opener, so that somebody else decides', async () => {
    const opened = await world.query<{ of: string; said: boolean }>(
      `select c.procedure as "of", c.opened_by is not null as said from hand_off h
        join procedure_case c on c.owner_id = h.owner_id and c.id = h.to_case_id where h.from_case_id = $1`,
      [meeting.id],
    );
    const said = new Map(opened.map((one) => [one.of, one.said]));
    assert.equal(said.get('account-request'), true);
    assert.equal(said.get('change'), false, 'the meeting said it all');
    const [request] = await world.query<{ id: string }>(
      `select to_case_id as id from hand_off where from_case_id = $1 and to_procedure = 'account-request'`,
      [meeting.id],
    );
    const approved = await desk('POST', `/cases/${request?.id}/actions/approve`, {});
    assert.equal(approved.status, 409, approved.text);
    assert.match(approved.text, /"segregation"/);
  });

  async function taskFor(target: string): Promise<TaskRow> {
    const { body } = await desk('GET', '/tasks?limit=200');
    const found = (body['items'] as TaskRow[]).find(({ subject }) => subject === titleOf(target));
    assert.ok(found !== undefined, `${target}: ${JSON.stringify(body)}`);
    assert.equal(found.task, `accept:request:${target}`);
    return found;
  }

  function complete(task: TaskRow, fields: Readonly<Record<string, unknown>>) {
    return desk('POST', `/tasks/${task.id}/complete`, { fields });
  }

  /** What the fields take that are required; the others stay empty. */
  function sampled(fields: Fields, required: readonly string[]): Record<string, unknown> {
    const must = required.map((name) => [name, { ...fields[name], required: true }] as const);
    return sampleFields(rngOf(1, 1), Object.fromEntries(must) as Fields, Date.now());
  }

  /** Where what it needs is not there, as a profile in force, the request goes back with the reason. */
  async function decline(task: TaskRow): Promise<void> {
    assert.equal((await complete(task, { decision: 'decline' })).status, 422, 'without a reason');
    const reason = 'No profile is in force yet.';
    const declined = await complete(task, { decision: 'decline', reason });
    assert.equal(declined.status, 200, declined.text);
    const rows = await world.query(
      `select state, reason from hand_off where from_case_id = $1 and to_procedure = 'configuration-check'`,
      [meeting.id],
    );
    assert.deepEqual(rows, [{ state: 'declined', reason }]);
  }

  /** What must fit the registers of the installation. */
  async function knownValues(): Promise<Record<string, Record<string, unknown>>> {
    const asset = { name: 'mx-3', kind: 'host', environment: 'production', exposure: 'internal' };
    const made = await desk('POST', '/assets', { fields: asset });
    assert.equal(made.status, 201, made.text);
    const [advisory] = await world.query<{ id: string }>(
      `insert into advisory (id, source, source_id, publisher, title, created_at, updated_at)
        values (gen_random_uuid(), 'manual', 'EW-1', 'CERT', 'A gap', now(), now()) returning id`,
    );
    const startsAt = new Date(Date.now() + 86_400_000).toISOString();
    const endsAt = new Date(Date.now() + 2 * 86_400_000).toISOString();
    return {
      'account-request': {
        ...{ kind: 'account', name: 'Nadia', email: 'nadia@dgx.test', role: 'liso' },
      },
      'contact-change': {
        change: 'enter',
        name: 'Nadia',
        function: 'Duty officer',
        phone: '+32 2',
      },
      patch: { assets: [made.body['id']], advisory: advisory?.id },
      'remote-access': { user: people.people['liso']?.id, account: 'lorenzo', startsAt, endsAt },
    };
  }
});
