import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { recipientFunctions, recipientLifeCycle } from '#engine/request.ts';
import { validateLifeCycle, validateProcedure } from '#engine/validation/validate.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import type { SendRequestInput } from './contract.ts';
import { coordination } from './fixtures/coordination.ts';
import {
  act,
  type CoordinationDesk,
  catalogue,
  commands,
  createCoordinationDesk,
} from './fixtures/coordination-desk.ts';
import { listRequests } from './read-requests.ts';

let desk: CoordinationDesk;

before(async () => {
  desk = await createCoordinationDesk();
});
after(async () => {
  await desk.world.close();
  await stopTestServer();
});

function rulesOf(error: unknown): string[] {
  assert.ok(error instanceof AppError, String(error));
  const refusals = error.extra['refusals'] as { rule: string; name?: string }[] | undefined;
  return refusals?.map(({ rule, name }) => `${rule} ${name ?? ''}`.trim()) ?? [error.code];
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
  const { liso, coordinator, at, openCase, ask, readAs, recipientOf, perform, stateOfCase } = desk;
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
  const { world, coordinator, at, openCase, ask, perform, stateOfCase } = desk;
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
  const { world, coordinator, at, openCase, ask, readAs, recipientOf, perform } = desk;
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

test('whoever takes part as a sender sees every answer, also of a request that somebody else sent', async () => {
  const { liso, coordinator, at, openCase, ask, readAs, perform } = desk;
  const caseId = await openCase();
  const { id } = await ask(liso, caseId, { kind: 'agreement', urgency: 'normal', fields: {} });
  await perform(at(1).npm, id, at(1).id, 'answer', { fields: { agrees: true } });
  assert.equal((await readAs(coordinator, id)).request.recipients.length, 2);
});

test('where answers are open, every recipient sees who answered what', async () => {
  const { liso, at, openCase, ask, readAs, perform } = desk;
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
  const { liso, coordinator, at, openCase, ask, perform } = desk;
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
  const { coordinator, at, openCase, ask } = desk;
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

test('a recipient is told, and who does not acknowledge or answer in time is escalated in its own organisation and to the owner, never to others', async () => {
  const { world, coordinator, at, openCase, ask, perform, asOwner, told } = desk;
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
  const { world, coordinator, at, openCase, ask, perform } = desk;
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
