import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand } from '#kernel/command/command.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { catalogueOf } from '#work/catalogue.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { organisationArea } from '../area.ts';
import { accountRequestsArea } from './area.ts';

const catalogue = catalogueOf([organisationArea, accountRequestsArea]);
const commands = caseCommands(catalogue);
const day = 86_400_000;

let world: World;
let requester: Principal;
let manager: Principal;
let organisation: string;
before(async () => {
  world = await createWorld('2026-03-02T08:00:00.000Z');
  organisation = await world.organisation('A');
  requester = await world.person('Rosa', organisation, []);
  manager = await world.person('Mia', organisation, ['security-manager']);
});
after(async () => {
  await world.close();
  await stopTestServer();
});

const sweep = () => sweepDeadlines({ runner: world.runner, catalogue, log: createLog('silent') });

async function granted(fields: object): Promise<string> {
  const { id } = await runCommand(world.runner, commands.open, requester, {
    procedure: 'account-request',
    title: 'A role',
    fields: { kind: 'role', person: requester.personId, reason: 'Needed.', ...fields },
  });
  await act(id, 'approve');
  return id;
}

const act = (caseId: string, action: string, more: object = {}) =>
  runCommand(world.runner, commands.act, manager, { caseId, action, ...more });

async function rows<Row>(text: string, values: unknown[]): Promise<Row[]> {
  return world.test.database.transaction(
    { role: 'owner', scope: [], person: null },
    async ({ client }) => (await client.query(text, values)).rows as Row[],
  );
}

async function standing(caseId: string) {
  const [row] = await rows<{ state: string; valid_to: Date | null; reason: string }>(
    `select c.state, h.valid_to, h.reason from procedure_case c
     join role_holding h on h.id = (c.fields->>'holding')::uuid where c.id = $1`,
    [caseId],
  );
  assert.ok(row);
  return { ...row, valid_to: row.valid_to?.toISOString() ?? null };
}

test('definitions and texts are sound in three languages', () => {
  const texts = new URL('./texts/', import.meta.url);
  assertSound(accountRequestsArea, texts);
  assertTextsBelong(accountRequestsArea, texts, /^$/);
});

test('a role with a last day ends with it, and the case says so', async () => {
  const id = await granted({ role: 'isirt', validTo: '2026-03-31' });
  const begun = await standing(id);
  assert.equal(begun.state, 'granted');
  assert.equal(begun.valid_to, '2026-04-01T00:00:00.000Z');
  assert.match(begun.reason, /^ACC-2026-\d{4}: Needed\.$/);
  world.clock.set('2026-03-31T23:59:00.000Z');
  await sweep();
  assert.equal((await standing(id)).state, 'granted');
  world.clock.set('2026-04-01T00:00:01.000Z');
  await sweep();
  assert.equal((await standing(id)).state, 'ended');
});

test('a role without a last day is reviewed each half year; what nobody confirms ends', async () => {
  const id = await granted({ role: 'auditor' });
  const finding = { finding: 'The audit of the year goes on.' };
  await assert.rejects(act(id, 'confirm', { fields: finding }), { code: 'action-refused' });
  world.clock.advance(190 * day);
  await sweep();
  assert.equal((await standing(id)).state, 'in-review');
  await act(id, 'confirm', { fields: finding });
  assert.equal((await standing(id)).state, 'granted');
  world.clock.advance(190 * day);
  await sweep();
  world.clock.advance(31 * day);
  await sweep();
  const over = await standing(id);
  assert.equal(over.state, 'ended');
  assert.equal(over.valid_to, world.clock.now().toISOString());
});

test('the approval is bound to what was approved; a role that is held already is not granted twice', async () => {
  const id = await granted({ role: 'patch-tester' });
  const [approval] = await rows<{ frozen: Record<string, unknown> }>(
    'select frozen from case_approval where case_id = $1',
    [id],
  );
  assert.equal(approval?.frozen['role'], 'patch-tester');
  await assert.rejects(granted({ role: 'patch-tester' }), { code: 'role-held' });
});

test('ending an account is for the organisation of the person', async () => {
  const elsewhere = await world.organisation('B');
  const guest = await world.person('Gil', elsewhere, []);
  const id = await granted({ role: 'risk-manager', person: guest.personId });
  const all = { comment: 'He left.', fields: { endAccount: true } };
  await assert.rejects(act(id, 'end', all), { status: 422 });
  await act(id, 'end', { comment: 'He left.', fields: {} });
  assert.equal((await standing(id)).state, 'ended');
});
