import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { validateProcedure } from '#engine/validate.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { readCase } from '#work/cases/read-case.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { listTasks } from '#work/tasks/task-queries.ts';
import { changeEffects } from './effects.ts';
import { changeFunctions } from './functions.ts';
import { change } from './procedure.ts';

const day = 86_400_000;
const gateway = '01900000-0000-7000-8000-00000000a55e';
const { open, act } = caseCommands(catalogue);
const read = readCase(catalogue);

const plan = {
  impactScope: 'Mail gateways of the region; customers see no interruption.',
  operationsProcess: 'Drain, install, restart, undrain.',
  effectivenessCheck: 'Version and a test mail.',
  rollbackProcess: 'Install the earlier package from the mirror.',
  continuityPlan: 'The other gateway carries the load.',
};
const testForm = (result: 'passed' | 'failed') => ({
  result,
  environment: 'Laboratory A',
  observations: 'As expected.',
});
const review = { effective: true, negativeImpact: false, observations: 'No complaints.' };

async function refusal(attempt: Promise<unknown>): Promise<{ rule: string; name?: string }[]> {
  try {
    await attempt;
  } catch (error) {
    assert.ok(error instanceof AppError, String(error));
    const refusals = error.extra['refusals'];
    assert.ok(Array.isArray(refusals), error.message);
    return refusals;
  }
  assert.fail('it was allowed');
}

describe('change management', () => {
  let world: World;
  let manager: Principal;
  let tester: Principal;
  let operations: Principal;
  let implementer: Principal;
  let organisation: string;

  before(async () => {
    world = await createWorld();
    organisation = await world.organisation('TELCO');
    manager = await world.person('Mara Manager', organisation, ['change-manager']);
    tester = await world.person('Timo Tester', organisation, ['change-tester']);
    operations = await world.person('Olga Operations', organisation, [
      'operations-management',
      'change-implementer',
    ]);
    implementer = await world.person('Ivo Implementer', organisation, ['change-implementer']);
    await world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      ({ client }) =>
        client.query(
          `insert into asset (owner_id, id, name, kind, state, created_at, updated_at)
           values ($1, $2, 'Mail gateway', 'equipment', 'identified', $3, $3)`,
          [organisation, gateway, world.clock.now()],
        ),
    );
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const perform = (
    who: Principal,
    caseId: string,
    action: string,
    fields: object = {},
    comment: string | null = null,
  ) => runCommand(world.runner, act, who, { caseId, action, fields, comment });

  const at = (days: number): string =>
    new Date(world.clock.now().getTime() + days * day).toISOString();

  async function openChange(title: string): Promise<string> {
    const opened = await runCommand(world.runner, open, manager, {
      procedure: 'change',
      title,
      fields: { origin: 'other', reason: 'A vendor fix.' },
    });
    assert.match(opened.reference, /^CH-2026-\d{4}$/);
    return opened.id;
  }

  async function formulated(
    title: string,
    variant: object = { variant: 'normal' },
  ): Promise<string> {
    const id = await openChange(title);
    await perform(manager, id, 'formulate', {
      reason: 'A vendor fix.',
      assets: [gateway],
      ...variant,
    });
    return id;
  }

  const schedule = (who: Principal = implementer) => ({
    implementer: who.personId,
    windowStart: at(0),
    windowEnd: at(1),
  });

  it('has a definition without faults', () => {
    const faults = validateProcedure(change, {
      guards: changeFunctions.guards,
      durations: changeFunctions.durations ?? {},
      effects: changeEffects,
      payloads: [],
      targets: [],
      dutySubjects: [],
    });
    assert.deepEqual(faults, []);
  });

  it('R-CH-1 R-CH-2 R-CH-3 R-CH-5 R-CH-6 R-CH-7 goes from the request to the tracked end, each step by its role', async () => {
    const id = await formulated('Patch the mail gateways');
    assert.deepEqual(
      (await refusal(perform(tester, id, 'plan', { ...plan, ...schedule() })))[0]?.rule,
      'role',
    );
    const missing = await refusal(
      perform(manager, id, 'plan', { ...schedule(), impactScope: 'x' }),
    );
    assert.deepEqual(
      new Set(missing.map((one) => one.rule)),
      new Set(['form']),
      'each of the five parts is mandatory',
    );
    await perform(manager, id, 'plan', { ...plan, ...schedule() });
    await perform(tester, id, 'record-lab-test', testForm('failed'));
    await perform(tester, id, 'record-lab-test', testForm('passed'));
    assert.deepEqual(await refusal(perform(tester, id, 'record-onsite-test', testForm('passed'))), [
      { rule: 'guard', name: 'onsite-test-approved', clause: 'X.1052 §12.2.4 c' },
    ]);
    await perform(operations, id, 'approve-onsite-test', {
      onsiteEnvironment: 'Gateway 2',
      onsiteSafeguards: 'Traffic drained first.',
      onsiteStopCriteria: 'Any bounce.',
      onsiteWayBack: 'Reinstall.',
    });
    await perform(tester, id, 'record-onsite-test', testForm('passed'));
    await perform(operations, id, 'authorise');
    await perform(implementer, id, 'start');
    await perform(implementer, id, 'report-success', { implementationLog: 'Done at 09:10.' });
    assert.equal(
      (await refusal(perform(manager, id, 'record-first-review', review)))[0]?.name,
      'first-review-is-due',
    );
    world.clock.advance(7 * day);
    await perform(manager, id, 'record-first-review', review);
    const tracked = await runQuery(world.runner, read, manager, { caseId: id });
    assert.deepEqual(
      tracked.deadlines
        .filter(({ deadline }) => deadline.endsWith('-review'))
        .map(({ deadline, state }) => [deadline, state])
        .sort(),
      [
        ['first-review', 'met'],
        ['second-review', 'running'],
      ],
      'nobody is told of a review that was done',
    );
    assert.equal(tracked.case.dueAt, at(23), 'due is what is left to do');
    assert.equal((await refusal(perform(manager, id, 'close')))[0]?.name, 'reviews-say-effective');
    world.clock.advance(23 * day);
    await perform(manager, id, 'record-second-review', review);
    const closed = await perform(manager, id, 'close');
    assert.equal(closed.state, 'closed');
    const detail = await runQuery(world.runner, read, manager, { caseId: id });
    assert.deepEqual(detail.allowedActions, []);
    assert.ok(detail.deadlines.every((deadline) => deadline.state !== 'running'));
    const { list } = registerOperations(catalogue, catalogue.registers.get('change-tests')!);
    const tests = await runQuery(world.runner, list, manager, { filters: { caseId: id } });
    assert.deepEqual(tests.items.map((item) => item.fields['result']).sort(), [
      'failed',
      'passed',
      'passed',
    ]);
  });

  it('R-XG-13 asks for a review of the security of what was touched when a change closes', async () => {
    const reviewer = await world.person('Sami Security', organisation, ['security-manager']);
    const tasks = await runQuery(world.runner, listTasks, reviewer, { assignee: 'me' });
    assert.equal(tasks.items[0]?.task, 'review:security');
  });

  it('R-CH-5 never lets the implementer authorise, nor the author of the plan', async () => {
    const id = await formulated('Own hand');
    await perform(manager, id, 'plan', { ...plan, ...schedule(operations) });
    await perform(tester, id, 'record-lab-test', testForm('passed'));
    const onsite = {
      onsiteEnvironment: 'x',
      onsiteSafeguards: 'x',
      onsiteStopCriteria: 'x',
      onsiteWayBack: 'x',
    };
    assert.equal(
      (await refusal(perform(operations, id, 'approve-onsite-test', onsite)))[0]?.name,
      'not-the-implementer',
    );
    const detail = await runQuery(world.runner, read, operations, { caseId: id });
    const offered = detail.allowedActions.find((one) => one.action === 'approve-onsite-test');
    assert.equal(offered?.allowed, false, 'the page says so before anybody tries');
  });

  it('R-CH-4 refuses a window in a freeze that touches the same assets, and lets it pass elsewhere', async () => {
    const freezes = registerOperations(catalogue, catalogue.registers.get('freeze-periods')!);
    const freeze = await runCommand(world.runner, freezes.create, manager, {
      fields: {
        title: 'Year-end close',
        startsAt: at(-1),
        endsAt: at(2),
        assets: [gateway],
        emergenciesPass: true,
        reason: 'Accounts are closed.',
      },
    });
    const id = await formulated('In the freeze');
    assert.equal(
      (await refusal(perform(manager, id, 'plan', { ...plan, ...schedule() })))[0]?.name,
      'window-is-free',
    );
    await runCommand(world.runner, freezes.remove, manager, {
      id: freeze.id,
      version: freeze.version,
    });
    await perform(manager, id, 'plan', { ...plan, ...schedule() });
  });

  it('lets an emergency go first, and asks for plan and tests before the end', async () => {
    const id = await formulated('Exploited now', {
      variant: 'emergency',
      emergencyReason: 'Exploited in the wild.',
    });
    await perform(operations, id, 'authorise-emergency', schedule(), 'Exploited in the wild.');
    await perform(implementer, id, 'start');
    await perform(implementer, id, 'report-success', { implementationLog: 'Done.' });
    world.clock.advance(30 * day);
    await perform(manager, id, 'record-first-review', review);
    await perform(manager, id, 'record-second-review', review);
    assert.equal(
      (await refusal(perform(manager, id, 'close')))[0]?.name,
      'plan-and-tests-are-complete',
    );
    await perform(manager, id, 'complete-plan', plan);
    await perform(tester, id, 'complete-tests', testForm('passed'));
    assert.equal((await perform(manager, id, 'close')).state, 'closed');
  });

  it('waits for the role that takes it on, even if nobody holds it', async () => {
    const small = await world.organisation('SMALL');
    const alone = await world.person('Aino Alone', small, []);
    const opened = await runCommand(world.runner, open, alone, {
      procedure: 'change',
      title: 'Alone',
      fields: { origin: 'other', reason: 'A vendor fix.' },
    });
    const seen = await runQuery(world.runner, read, alone, { caseId: opened.id });
    assert.deepEqual(seen.waitingFor, [{ role: 'change-manager', people: [] }]);
  });

  it('keeps another organisation out: absent and not visible answer alike', async () => {
    const id = await openChange('Not yours');
    const stranger = await world.person('Sten Stranger', await world.organisation('OTHER'), [
      'change-manager',
    ]);
    await assert.rejects(runQuery(world.runner, read, stranger, { caseId: id }), {
      code: 'not-found',
    });
    await assert.rejects(perform(stranger, id, 'formulate'), { code: 'not-found' });
    const absent = id.replace(/.{4}$/, 'ffff');
    await assert.rejects(runQuery(world.runner, read, manager, { caseId: absent }), {
      code: 'not-found',
    });
  });
});
