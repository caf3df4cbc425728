import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { recipientFunctions, recipientLifeCycle } from '#engine/request.ts';
import { validateLifeCycle, validateProcedure } from '#engine/validate.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { readCase } from '#work/cases/read-case.ts';
import { catalogueOf } from '#work/catalogue.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { deliverNotice } from '#work/notifications/deliver-notice.ts';
import type { RecipientView, SendRequestInput } from './contract.ts';
import { coordination, coordinationModule } from './fixtures/coordination.ts';
import { listRequests, readRequest } from './read-requests.ts';
import { actOnRecipientCommand, sendRequestCommand } from './request-commands.ts';

const catalogue = catalogueOf([{ procedures: [coordinationModule] }]);
const commands = caseCommands(catalogue);
const send = sendRequestCommand(catalogue);
const act = actOnRecipientCommand(catalogue);
const read = readRequest(catalogue);

interface Administration {
  readonly id: string;
  readonly niso: Principal;
  readonly npm: Principal;
}

let world: World;
let liso: Principal;
let coordinator: Principal;
let contractor: string;
let centre: string;
const administrations: Administration[] = [];

before(async () => {
  world = await createWorld('2026-03-02T08:00:00.000Z');
  centre = await world.organisation('CENTRE', 'central-body');
  contractor = await world.organisation('CONTRACTOR', 'contractor');
  liso = await world.person('Lise', centre, ['liso']);
  coordinator = await world.person('Cora', contractor, ['coordinator']);
  for (const code of ['DE', 'FR', 'PL']) {
    const id = await world.organisation(code, 'national-administration');
    administrations.push({
      id,
      niso: await world.person(`NISO ${code}`, id, ['niso']),
      npm: await world.person(`NPM ${code}`, id, ['npm']),
    });
  }
});
after(async () => {
  await world.close();
  await stopTestServer();
});

function at(index: number): Administration {
  const found = administrations[index];
  if (found === undefined) throw new Error(`no administration ${index}`);
  return found;
}

async function openCase(): Promise<string> {
  const opened = await runCommand(world.runner, commands.open, liso, {
    procedure: coordination.id,
    organisation: centre,
    title: 'Gateway down',
    fields: { coordinator: contractor },
  });
  return opened.id;
}

function ask(who: Principal, caseId: string, more: Partial<SendRequestInput> = {}) {
  return runCommand(world.runner, send, who, {
    ...{ caseId, kind: 'evidence', subject: 'Logs of the gateway', text: 'Please send the logs.' },
    ...{ urgency: 'high', fields: { items: 'syslog of 1 and 2 March' } },
    recipients: [at(0), at(1)].map(({ id }) => ({ organisationId: id })),
    ...more,
  });
}

const readAs = (who: Principal, requestId: string) =>
  runQuery(world.runner, read, who, { requestId });

async function recipientOf(requestId: string, organisationId: string): Promise<RecipientView> {
  const { request } = await readAs(liso, requestId);
  const found = request.recipients.find((one) => one.organisationId === organisationId);
  if (found === undefined) throw new Error('no such recipient');
  return found;
}

async function perform(
  who: Principal,
  requestId: string,
  organisationId: string,
  action: string,
  more: { comment?: string; fields?: Record<string, unknown> } = {},
) {
  const recipient = await recipientOf(requestId, organisationId);
  return runCommand(world.runner, act, who, {
    ...{ requestId, recipientId: recipient.id, action },
    ...more,
  });
}

function rulesOf(error: unknown): string[] {
  assert.ok(error instanceof AppError, String(error));
  const refusals = error.extra['refusals'] as { rule: string; name?: string }[] | undefined;
  return refusals?.map(({ rule, name }) => `${rule} ${name ?? ''}`.trim()) ?? [error.code];
}

async function stateOfCase(caseId: string): Promise<string> {
  const detail = await runQuery(world.runner, readCase(catalogue), liso, { caseId });
  return detail.case.state;
}

const statement = { fields: { statement: 'No error before 09:12.' } };

test('the sample and the life of each of its recipients are without fault', () => {
  assert.deepEqual(validateProcedure(coordination, { effects: ['add-coordinator'] }), []);
  for (const kind of Object.values(coordination.requests ?? {})) {
    const { durations } = recipientFunctions(kind);
    assert.deepEqual(validateLifeCycle(recipientLifeCycle(kind), { durations }), []);
  }
});

test('each recipient lives its own life, from sent to verified, and the case moves on when nobody owes an answer', async () => {
  const caseId = await openCase();
  const { id, reference } = await ask(coordinator, caseId);
  assert.match(reference, /^SC-2026-\d{4}\/1$/);
  const [de, fr] = [at(0), at(1)];
  await perform(de.niso, id, de.id, 'see');
  await perform(de.niso, id, de.id, 'acknowledge');
  await perform(de.niso, id, de.id, 'answer', statement);
  assert.equal((await recipientOf(id, fr.id)).state, 'sent');
  assert.equal(await stateOfCase(caseId), 'analysing');
  await perform(coordinator, id, de.id, 'return', { comment: 'Times contradict the ticket.' });
  assert.equal((await recipientOf(id, de.id)).state, 'returned');
  await perform(fr.niso, id, fr.id, 'decline', { comment: 'Kept for six hours only.' });
  assert.equal(await stateOfCase(caseId), 'analysing');
  await perform(de.niso, id, de.id, 'answer', statement);
  assert.equal(await stateOfCase(caseId), 'evidence-here');
  await perform(coordinator, id, de.id, 'verify');
  await perform(coordinator, id, fr.id, 'release', { comment: 'Understood.' });
  const { request, steps } = await readAs(liso, id);
  assert.deepEqual(request.recipients.map(({ state, open }) => `${state} ${open}`).sort(), [
    'released false',
    'verified false',
  ]);
  assert.equal(steps.length, 8);
});

test('a case with an open request that holds its end does not close, and the refusal names the request', async () => {
  const caseId = await openCase();
  const { id } = await ask(coordinator, caseId, { recipients: [{ organisationId: at(0).id }] });
  const close = () =>
    runCommand(world.runner, commands.act, coordinator, { caseId, action: 'close' });
  await assert.rejects(close, (error) => {
    assert.deepEqual(rulesOf(error), ['request-open evidence']);
    return true;
  });
  await perform(coordinator, id, at(0).id, 'withdraw', { comment: 'Found elsewhere.' });
  await close();
  assert.equal(await stateOfCase(caseId), 'closed');
});

test('a recipient sees what it was asked and nothing of the others where answers are hidden; nobody else sees the request', async () => {
  const caseId = await openCase();
  const { id } = await ask(coordinator, caseId);
  await perform(at(1).niso, id, at(1).id, 'answer', statement);
  const seen = await readAs(at(0).niso, id);
  assert.deepEqual(
    seen.request.recipients.map((one) => one.organisationId),
    [at(0).id],
  );
  assert.equal(seen.steps.length, 0);
  assert.equal(JSON.stringify(seen).includes('No error before'), false);
  assert.equal(Object.keys(seen.titles).includes(at(1).id), false);
  for (const stranger of [at(2).niso, at(2).npm]) {
    await assert.rejects(
      () => readAs(stranger, id),
      (error) => rulesOf(error)[0] === 'not-found',
    );
    const list = await runQuery(world.runner, listRequests, stranger, { caseId });
    assert.deepEqual(list.items, []);
  }
  const fr = await recipientOf(id, at(1).id);
  await assert.rejects(
    () =>
      runCommand(world.runner, act, at(0).niso, {
        ...{ requestId: id, recipientId: fr.id, action: 'answer' },
        ...statement,
      }),
    (error) => rulesOf(error)[0] === 'not-found',
  );
});

test('where answers are open, every recipient sees who answered what', async () => {
  const caseId = await openCase();
  const { id } = await ask(liso, caseId, { kind: 'agreement', urgency: 'normal', fields: {} });
  await perform(at(1).npm, id, at(1).id, 'answer', { fields: { agrees: true } });
  const seen = await readAs(at(0).npm, id);
  assert.deepEqual(seen.request.recipients.map(({ state }) => state).sort(), ['done', 'sent']);
  assert.deepEqual(seen.request.recipients.find(({ state }) => state === 'done')?.answer, {
    agrees: true,
  });
});

test('who may not send, answer or verify is refused with the rule', async () => {
  const caseId = await openCase();
  await assert.rejects(
    () => ask(liso, caseId),
    (error) => rulesOf(error)[0] === 'role send',
  );
  const { id } = await ask(coordinator, caseId);
  const cases: [Principal, string, object, string][] = [
    [coordinator, 'answer', statement, 'role answer'],
    [at(0).npm, 'answer', statement, 'role answer'],
    [at(0).niso, 'verify', {}, 'wrong-state verify'],
    [at(0).niso, 'decline', {}, 'comment'],
    [at(0).niso, 'answer', { fields: {} }, 'form statement'],
    [at(0).niso, 'answer', { fields: { statement: 'x', more: 1 } }, 'form'],
  ];
  for (const [who, action, more, expected] of cases) {
    await assert.rejects(
      () => perform(who, id, at(0).id, action, more),
      (error) => {
        assert.ok(
          rulesOf(error).some((rule) => rule.startsWith(expected.split(' ')[0] ?? '')),
          `${action}: ${rulesOf(error)}`,
        );
        return true;
      },
    );
  }
});

test('bad requests are refused with the place of the fault', async () => {
  const caseId = await openCase();
  const cases: [Partial<SendRequestInput>, string][] = [
    [{ kind: 'nothing' }, '/kind'],
    [{ urgency: 'soon' }, '/urgency'],
    [{ recipients: [{ organisationId: at(0).id, role: 'liso' }] }, '/recipients/0/role'],
    [{ fields: {} }, '/items'],
    [{ recipients: [] }, '/recipients'],
  ];
  for (const [more, path] of cases) {
    await assert.rejects(
      () => ask(coordinator, caseId, more),
      (error) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.status, 422);
        assert.ok(
          error.faults.some((fault) => fault.path.endsWith(path)),
          JSON.stringify(error.faults),
        );
        return true;
      },
    );
  }
});

function asOwner(text: string) {
  return world.test.database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
    client.query(text),
  );
}

async function told(): Promise<string[]> {
  const settings = {
    mail: { maxTlp: 'GREEN', sends: false, domain: 'example.test' },
    baseUrl: 'https://cw.example.test',
  } as const;
  const { rows } = await asOwner('delete from job_request returning id, kind, payload');
  for (const row of rows) {
    if (row.kind === 'notify-roles')
      await deliverNotice(world.runner, settings, row.id, row.payload);
  }
  const all = await asOwner(
    'select n.kind, p.name from notification n join person p on p.id = n.person_id order by n.id, p.name',
  );
  await asOwner('truncate notification');
  return all.rows.map((row) => `${row.kind} ${row.name}`).sort();
}

test('a recipient is told, and who does not acknowledge or answer in time is escalated in its own organisation and to the owner, never to others', async () => {
  await asOwner('update record_deadline set next_at = null');
  const caseId = await openCase();
  await told();
  const { id } = await ask(coordinator, caseId);
  assert.deepEqual(await told(), ['request NISO DE', 'request NISO FR']);
  await perform(at(1).niso, id, at(1).id, 'answer', statement);
  assert.deepEqual(await told(), ['request Cora']);
  const sweep = () => sweepDeadlines({ runner: world.runner, catalogue, log: createLog('silent') });
  world.clock.set('2026-03-02T10:00:01.000Z');
  await sweep();
  assert.deepEqual(await told(), ['escalation NPM DE']);
  world.clock.set('2026-03-02T10:30:01.000Z');
  await sweep();
  assert.deepEqual(await told(), ['escalation Lise']);
  world.clock.set('2026-03-03T08:00:01.000Z');
  await sweep();
  assert.deepEqual(await told(), ['escalation NPM DE']);
  const { rows } = await world.test.database.transaction(
    { role: 'owner', scope: [], person: null },
    ({ client }) =>
      client.query('select action from case_performed where case_id = $1 order by id', [caseId]),
  );
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['note-delay'],
  );
  world.clock.set('2026-03-02T08:00:00.000Z');
});

test('what waits for a person is listed to him and to no one else of another role', async () => {
  const caseId = await openCase();
  const { id } = await ask(coordinator, caseId);
  const mine = async (who: Principal) =>
    (await runQuery(world.runner, listRequests, who, { assignee: 'me', limit: 100 })).items.map(
      (item) => item.id,
    );
  assert.ok((await mine(at(0).niso)).includes(id));
  assert.equal((await mine(at(0).npm)).includes(id), false);
  await perform(at(0).niso, id, at(0).id, 'answer', statement);
  assert.equal((await mine(at(0).niso)).includes(id), false);
  await perform(coordinator, id, at(0).id, 'return', { comment: 'Again, please.' });
  assert.ok((await mine(at(0).niso)).includes(id));
});
