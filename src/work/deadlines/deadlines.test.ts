import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { change, functions } from '#engine/fixtures/change.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { Register } from '#engine/register.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { applyRowSecurity } from '#kernel/database/row-security.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { catalogueOf, type ProcedureModule } from '#work/catalogue.ts';
import { deliverNotice, type NoticeSettings } from '#work/notifications/deliver-notice.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { createTableSql } from '#work/registers/register-ddl.ts';
import { openDueDuties } from './duties.ts';
import { sweepDeadlines } from './sweep.ts';

const { action: _lapse, ...formulation } = change.deadlines.formulation;
/** The sample whose first deadline performs nothing, so that its whole ladder is climbed. */
const slow: Procedure = { ...change, id: 'quiet-change', deadlines: { formulation }, duties: {} };
/** The action of this one fails in a way that nobody foresaw. */
const broken: Procedure = {
  ...change,
  id: 'broken-change',
  duties: {},
  actions: { ...change.actions, lapse: { ...change.actions.lapse, effects: ['explode'] } },
};
const permits: Register = {
  id: 'permits',
  table: 'permit',
  area: 'operations',
  clause: 'X.1052 §12.2.6',
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, list: true, sort: true },
    owner: { kind: 'reference', to: 'people' },
  },
  lifeCycle: {
    initial: 'granted',
    states: { granted: { kind: 'active' }, ended: { kind: 'final' } },
    actions: {
      end: {
        from: ['granted'],
        to: 'ended',
        by: ['owner'],
        clause: 'X.1052 §12.2.6',
        primary: true,
      },
      expire: { from: ['granted'], to: 'ended', by: 'timer', clause: 'X.1052 §12.2.6' },
    },
    deadlines: {
      period: {
        states: ['granted'],
        within: 'P30D',
        remindBefore: ['P3D'],
        escalateTo: ['security'],
        action: 'expire',
        clause: 'X.1052 §12.2.6',
      },
    },
  },
  access: { read: ['any-member'], create: ['any-member'], update: [], delete: [] },
  defaultSort: 'name',
  retention: 'P5Y',
};

const moduleOf = (procedure: Procedure): ProcedureModule => ({
  procedure,
  functions,
  effects: {
    explode: async () => {
      throw new Error('out of order');
    },
  },
});
const catalogue = catalogueOf([
  {
    procedures: [moduleOf(change), moduleOf(slow), moduleOf(broken)],
    registers: [{ register: permits }],
  },
]);
const log = createLog('silent');
const settings: NoticeSettings = {
  mail: { maxTlp: 'GREEN', sends: false, domain: 'example.test' },
  baseUrl: 'https://cw.example.test',
};
const day = 86_400_000;

let world: World;
let organisation: string;
let manager: Principal;
let chief: Principal;
before(async () => {
  world = await createWorld('2026-03-01T00:00:00.000Z');
  organisation = await world.organisation('A');
  manager = await world.person('Mia', organisation, ['change-manager']);
  chief = await world.person('Ove', organisation, ['operations-manager']);
  await world.test.database.transaction(
    { role: 'owner', scope: [], person: null },
    async ({ client }) => {
      await client.query(createTableSql(permits, new Map()));
      await applyRowSecurity(client);
    },
  );
});
beforeEach(() =>
  asOwner('truncate job_request, notification, mail; update record_deadline set next_at = null'),
);
after(async () => {
  await world.close();
  await stopTestServer();
});

function asOwner(text: string, values?: unknown[]) {
  return world.test.database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
    client.query(text, values),
  );
}

const sweep = () => sweepDeadlines({ runner: world.runner, catalogue, log });

/** Delivers what was asked for and gives it as short texts: kind, and the roles or names told. */
async function told(): Promise<string[]> {
  const { rows } = await asOwner('delete from job_request returning id, kind, payload');
  for (const row of rows) {
    if (row.kind === 'notify-roles')
      await deliverNotice(world.runner, settings, row.id, row.payload);
  }
  const all = await asOwner(
    `select n.kind, p.name from notification n join person p on p.id = n.person_id order by n.id, p.name`,
  );
  await asOwner('truncate notification');
  return all.rows.map((row) => `${row.kind} ${row.name}`).sort();
}

async function openCase(procedure: string): Promise<string> {
  const opened = await runCommand(world.runner, caseCommands(catalogue).open, manager, {
    procedure,
    title: `A ${procedure}`,
    fields: { purpose: 'a purpose' },
  });
  return opened.id;
}

async function stateOf(caseId: string): Promise<string> {
  const { rows } = await asOwner('select state from procedure_case where id = $1', [caseId]);
  return rows[0].state;
}

async function deadlineOf(recordId: string) {
  const { rows } = await asOwner(
    'select state, step, next_at, failures, last_error from record_deadline where record_id = $1',
    [recordId],
  );
  return rows[0];
}

test('a case is reminded of, then falls due: its escalation begins, the action by the clock ends it, the trail says so', async () => {
  const id = await openCase('sample-change');
  assert.equal(await sweep(), 0);
  world.clock.advance(24 * day);
  assert.equal(await sweep(), 1);
  assert.equal(await sweep(), 0, 'a reminder is given once');
  assert.deepEqual(await told(), ['reminder Mia']);
  world.clock.advance(6 * day);
  await Promise.all([sweep(), sweep()]);
  assert.deepEqual(await told(), ['reminder Mia']);
  world.clock.advance(day);
  await Promise.all([sweep(), sweep(), sweep()]);
  assert.equal(await stateOf(id), 'cancelled');
  assert.deepEqual(await told(), ['escalation Mia']);
  assert.equal((await deadlineOf(id)).next_at, null);
  const { rows } = await asOwner(
    'select action, person_id from trail_entry where record_id = $1 order by id',
    [id],
  );
  assert.deepEqual(
    rows.map((row) => row.action),
    ['sample-change.open', 'sample-change.lapse', 'sample-change.deadline-due'],
  );
  assert.equal(rows[1].person_id, null);
});

test('without an action the ladder is climbed one step each time, the substitute of a holder first', async () => {
  const substitute = await world.person('Sub', organisation, []);
  await asOwner(
    `insert into role_holding (owner_id, id, person_id, role, valid_from, kind, for_person_id, created_at, updated_at)
     values ($1, $2, $3, 'change-manager', $4, 'substitute', $5, $4, $4)`,
    [organisation, newId(), substitute.personId, world.clock.now(), manager.personId],
  );
  const id = await openCase('quiet-change');
  world.clock.advance(40 * day);
  assert.equal(await sweep(), 1, 'missed reminders give way to the deadline');
  assert.deepEqual(await told(), ['deadline Sub'], 'the substitute alone');
  assert.equal(await sweep(), 0);
  world.clock.advance(day);
  assert.equal(await sweep(), 1);
  assert.deepEqual(await told(), ['escalation Mia', 'escalation Sub']);
  assert.equal(await sweep(), 0);
  world.clock.advance(5 * day);
  assert.equal(await sweep(), 1);
  assert.deepEqual(await told(), ['escalation Ove']);
  assert.equal(await sweep(), 0);
  assert.deepEqual(
    { state: (await deadlineOf(id)).state, step: (await deadlineOf(id)).step },
    { state: 'fired', step: 2 },
  );
  assert.equal(await stateOf(id), 'requested');
  await asOwner('delete from role_holding where person_id = $1', [substitute.personId]);
});

test('a deadline whose action fails leaves nothing, is tried later and later, and holds up no other', async () => {
  const bad = await openCase('broken-change');
  const good = await openCase('sample-change');
  world.clock.advance(40 * day);
  assert.equal(await sweep(), 1);
  assert.equal(await stateOf(good), 'cancelled');
  assert.equal(await stateOf(bad), 'requested');
  const first = await deadlineOf(bad);
  assert.equal(first.state, 'running');
  assert.equal(first.failures, 1);
  assert.match(first.last_error, /out of order/);
  assert.equal(await sweep(), 0);
  world.clock.advance(10_001);
  await sweep();
  const second = await deadlineOf(bad);
  assert.equal(second.failures, 2);
  assert.equal(second.next_at.getTime() - world.clock.now().getTime(), 20_000);
});

test("a register's life cycle has deadlines too: its owner is reminded, and the clock ends it", async () => {
  const operations = registerOperations(catalogue, { register: permits });
  const permit = await runCommand(world.runner, operations.create, chief, {
    fields: { name: 'Remote access', owner: chief.personId },
  });
  world.clock.advance(27 * day);
  assert.equal(await sweep(), 1);
  assert.deepEqual(await told(), ['reminder Ove']);
  world.clock.advance(3 * day);
  assert.equal(await sweep(), 1);
  const { record } = await runQuery(world.runner, operations.read, chief, { id: permit.id });
  assert.equal(record.state, 'ended');
  assert.equal((await deadlineOf(permit.id)).state, 'met');
});

test('a periodic duty opens one task where its role is held, once a period, and none while the last is open', async () => {
  await world.organisation('B');
  const duties = () => openDueDuties({ runner: world.runner, catalogue, log });
  const counts = await Promise.all([duties(), duties(), duties()]);
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    1,
  );
  assert.deepEqual(await told(), ['task Mia']);
  const { rows } = await asOwner(
    `select owner_id, role, task, due_at from task where task like 'duty:%'`,
  );
  assert.equal(rows.length, 1);
  assert.equal(rows[0].owner_id, organisation);
  assert.equal(rows[0].task, 'duty:review-models');
  world.clock.advance(400 * day);
  assert.equal(await duties(), 0);
  await asOwner(`update task set state = 'done' where task like 'duty:%'`);
  assert.equal(await duties(), 1);
  await asOwner(`update task set state = 'done' where task like 'duty:%'`);
  assert.equal(await duties(), 0);
});
