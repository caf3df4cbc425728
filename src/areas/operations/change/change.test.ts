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
const database = '01900000-0000-7000-8000-00000000a55f';
const mail = '01900000-0000-7000-8000-00000000a560';
const onsite = {
  onsiteEnvironment: 'Gateway 2',
  onsiteSafeguards: 'Traffic drained first.',
  onsiteStopCriteria: 'Any bounce.',
  onsiteWayBack: 'Reinstall.',
};
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
          `insert into asset (owner_id, id, name, kind, state, service_ids, created_at, updated_at)
           values ($1, $2, 'Mail gateway', 'equipment', 'identified', array[$5::uuid], $4, $4),
             ($1, $3, 'Database', 'equipment', 'identified', '{}', $4, $4)`,
          [organisation, gateway, database, world.clock.now(), mail],
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

  async function testedAndAuthorised(id: string): Promise<void> {
    await perform(tester, id, 'record-lab-test', testForm('passed'));
    await perform(operations, id, 'approve-onsite-test', onsite);
    await perform(tester, id, 'record-onsite-test', testForm('passed'));
    await perform(operations, id, 'authorise');
  }

  async function carriedOut(title: string): Promise<string> {
    const id = await formulated(title);
    await perform(manager, id, 'plan', { ...plan, ...schedule() });
    await testedAndAuthorised(id);
    await perform(implementer, id, 'start');
    await perform(implementer, id, 'report-success', { implementationLog: 'Done.' });
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
      payloads: ['successors'],
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
    const { rows } = await world.test.database.transaction(
      { role: 'app', scope: [organisation], person: null },
      ({ client }) =>
        client.query(`select subject_kind, subject_id from task where task = 'review:security'`),
    );
    const named = [{ subject_kind: 'services', subject_id: mail }];
    assert.deepEqual(rows, named, 'the service that the gateway serves, unnamed in the change');
  });

  it('R-CH-5 never lets the implementer authorise, nor the author of the plan', async () => {
    const id = await formulated('Own hand');
    await perform(manager, id, 'plan', { ...plan, ...schedule(operations) });
    await perform(tester, id, 'record-lab-test', testForm('passed'));
    assert.equal(
      (await refusal(perform(operations, id, 'approve-onsite-test', onsite)))[0]?.name,
      'not-the-implementer',
    );
    const detail = await runQuery(world.runner, read, operations, { caseId: id });
    const offered = detail.allowedActions.find((one) => one.action === 'approve-onsite-test');
    assert.equal(offered?.allowed, false, 'the page says so before anybody tries');
    const second = await world.person('Otto Operations', organisation, [
      'operations-management',
      'change-manager',
    ]);
    await perform(second, id, 'approve-onsite-test', onsite);
    await perform(tester, id, 'record-onsite-test', testForm('passed'));
    assert.equal(
      (await refusal(perform(operations, id, 'authorise')))[0]?.name,
      'not-the-implementer',
    );
    await perform(second, id, 'return-plan', {}, 'Shorter window, please.');
    await perform(second, id, 'revise-plan', { ...plan, ...schedule(implementer) });
    await perform(tester, id, 'record-lab-test', testForm('passed'));
    await perform(operations, id, 'approve-onsite-test', onsite);
    await perform(tester, id, 'record-onsite-test', testForm('passed'));
    assert.equal((await refusal(perform(second, id, 'authorise')))[0]?.rule, 'segregation');
    await perform(operations, id, 'authorise');
    await perform(manager, id, 'cancel', {}, 'Shown.');
  });

  it('R-CH-3 has the on-site test approved anew after another plan, and after a test that failed', async () => {
    const id = await formulated('Twice over');
    await perform(manager, id, 'plan', { ...plan, ...schedule() });
    await perform(tester, id, 'record-lab-test', testForm('passed'));
    await perform(operations, id, 'approve-onsite-test', onsite);
    await perform(tester, id, 'record-onsite-test', testForm('failed'));
    await perform(manager, id, 'revise-plan', { ...plan, impactScope: 'One gateway only.' });
    const again = async () => {
      await perform(tester, id, 'record-lab-test', testForm('passed'));
      const tried = await refusal(perform(tester, id, 'record-onsite-test', testForm('passed')));
      assert.equal(tried[0]?.name, 'onsite-test-approved');
      await perform(operations, id, 'approve-onsite-test', onsite);
    };
    await again();
    await perform(tester, id, 'record-onsite-test', testForm('passed'));
    await perform(operations, id, 'return-plan', {}, 'Not in this week.');
    await again();
  });

  it('R-CH-7 keeps each review; a negative one leads back or to another change, and is not written over', async () => {
    const id = await carriedOut('Of no use');
    const over = () => perform(manager, id, 'hand-to-another', {}, 'The fault is elsewhere.');
    assert.equal((await refusal(over()))[0]?.name, 'a-review-is-negative');
    world.clock.advance(7 * day);
    await perform(manager, id, 'record-first-review', { ...review, effective: false });
    const again = await refusal(perform(manager, id, 'record-first-review', review));
    assert.equal(again[0]?.name, 'first-review-is-open');
    world.clock.advance(23 * day);
    await perform(manager, id, 'record-second-review', review);
    assert.equal((await refusal(perform(manager, id, 'close')))[0]?.name, 'reviews-say-effective');
    const { list } = registerOperations(catalogue, catalogue.registers.get('change-reviews')!);
    const { items } = await runQuery(world.runner, list, manager, { filters: { caseId: id } });
    assert.deepEqual(
      items.map(({ fields }) => [fields['kind'], fields['effective'], fields['reviewer']]).sort(),
      [
        ['first', false, manager.personId],
        ['second', true, manager.personId],
      ],
    );
    assert.equal((await over()).state, 'not-effective');
    const { links } = await runQuery(world.runner, read, manager, { caseId: id });
    const successor = await runQuery(world.runner, read, manager, {
      caseId: links[0]?.caseId ?? '',
    });
    const { state, fields } = successor.case;
    assert.deepEqual(
      [state, fields['origin'], fields['assets']],
      ['requested', 'change', [gateway]],
    );
  });

  it('rolls back while it is carried out and afterwards, and is then planned, tested and approved anew', async () => {
    const id = await carriedOut('Back again');
    const back = await perform(manager, id, 'roll-back-afterwards', {}, 'Customers complain.');
    assert.equal(back.state, 'rolled-back');
    await perform(manager, id, 'plan-again', { ...plan, ...schedule() });
    await testedAndAuthorised(id);
    const other = await refusal(perform(operations, id, 'start'));
    assert.equal(other[0]?.name, 'is-the-implementer');
    await perform(implementer, id, 'start');
    const log = { implementationLog: 'It hung.' };
    assert.equal(
      (await perform(implementer, id, 'roll-back', log, 'It hung.')).state,
      'rolled-back',
    );
  });

  it('starts in its window only, and is authorised anew for another window', async () => {
    const id = await formulated('Tomorrow');
    const tomorrow = { ...schedule(), windowStart: at(1), windowEnd: at(2) };
    await perform(manager, id, 'plan', { ...plan, ...tomorrow });
    await testedAndAuthorised(id);
    assert.equal((await refusal(perform(implementer, id, 'start')))[0]?.name, 'window-is-open');
    const moved = await perform(manager, id, 'reschedule', schedule(), 'The customer asks for it.');
    assert.equal(moved.state, 'tested');
    await perform(operations, id, 'authorise');
    assert.equal((await perform(implementer, id, 'start')).state, 'implementing');
    await perform(implementer, id, 'report-success', { implementationLog: 'Done.' });
  });

  it('carries a standard change by a model in force, with its plan, which its author did not authorise', async () => {
    const models = registerOperations(catalogue, catalogue.registers.get('change-models')!);
    const words = {
      title: 'Certificates',
      scope: 'Portals',
      labEvidence: 'Good.',
      onsiteEvidence: 'Good.',
    };
    const model = await runCommand(world.runner, models.create, manager, {
      fields: { code: 'STD-1', source: 'Handbook', ...plan, ...words },
    });
    const id = await formulated('Certificates', { variant: 'standard', model: model.id });
    const authorised = () => perform(operations, id, 'authorise-standard', schedule());
    assert.equal((await refusal(authorised()))[0]?.name, 'model-is-in-force');
    const validFrom = at(0).slice(0, 10);
    const approve = { id: model.id, action: 'approve', fields: { validFrom } };
    await assert.rejects(runCommand(world.runner, models.act, manager, approve), AppError);
    await runCommand(world.runner, models.act, operations, approve);
    await authorised();
    const { case: one } = await runQuery(world.runner, read, manager, { caseId: id });
    assert.equal(one.fields['rollbackProcess'], plan.rollbackProcess, 'the plan of the model');
    await perform(manager, id, 'cancel', {}, 'Done by the vendor.');
    await runCommand(world.runner, models.act, operations, {
      ...{ id: model.id, action: 'withdraw', fields: {}, comment: 'Another authority.' },
    });
    const late = await formulated('Late', { variant: 'standard', model: model.id });
    const refused = await refusal(perform(operations, late, 'authorise-standard', schedule()));
    assert.equal(refused[0]?.name, 'model-is-in-force');
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
    const elsewhere = await formulated('Elsewhere', { variant: 'normal', assets: [database] });
    await perform(manager, elsewhere, 'plan', { ...plan, ...schedule() });
    const urgent = await formulated('Urgent', {
      ...{ variant: 'emergency', emergencyReason: 'Exploited.', incident: id },
    });
    await perform(operations, urgent, 'authorise-emergency', schedule(), 'It passes the freeze.');
    await perform(manager, urgent, 'cancel', {}, 'Not needed any more.');
    await runCommand(world.runner, freezes.remove, manager, {
      id: freeze.id,
      version: freeze.version,
    });
    await perform(manager, id, 'plan', { ...plan, ...schedule() });
    await testedAndAuthorised(id);
    const other = await formulated('At the same time');
    assert.equal(
      (await refusal(perform(manager, other, 'plan', { ...plan, ...schedule() })))[0]?.name,
      'window-is-free',
      'a change that is authorised touches the same asset',
    );
    await perform(manager, id, 'cancel', {}, 'The other one goes first.');
    await perform(manager, other, 'plan', { ...plan, ...schedule() });
  });

  it('lets an emergency go first, and asks for plan and tests before the end', async () => {
    const open = await openChange('Without a case');
    const lacking = { reason: 'x', assets: [gateway], variant: 'emergency', emergencyReason: 'x' };
    const refused = await refusal(perform(manager, open, 'formulate', lacking));
    assert.equal(refused[0]?.name, 'variant-is-justified');
    const id = await formulated('Exploited now', {
      variant: 'emergency',
      emergencyReason: 'Exploited in the wild.',
      incident: open,
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
    await perform(tester, id, 'complete-lab-test', testForm('passed'));
    const half = await refusal(perform(manager, id, 'close'));
    assert.equal(half[0]?.name, 'plan-and-tests-are-complete');
    await perform(tester, id, 'complete-onsite-test', testForm('passed'));
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
