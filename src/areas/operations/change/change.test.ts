import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { validateProcedure } from '#engine/validation/validate.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { readCase } from '#work/cases/read-case.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { listTasks } from '#work/tasks/task-queries.ts';
import { changeEffects } from './effects.ts';
import {
  ChangeDesk,
  day,
  mail,
  onsite,
  plan,
  refusal,
  review,
  testForm,
} from './fixtures/change-desk.ts';
import { changeFunctions } from './functions.ts';
import { change } from './procedure.ts';

const read = readCase(catalogue);
const { open } = caseCommands(catalogue);

describe('change management', () => {
  let desk: ChangeDesk;
  before(async () => {
    desk = await ChangeDesk.create();
  });
  after(async () => {
    await desk.world.close();
    await stopTestServer();
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
    const id = await desk.formulated('Patch the mail gateways');
    assert.deepEqual(
      (await refusal(desk.perform(desk.tester, id, 'plan', { ...plan, ...desk.schedule() })))[0]
        ?.rule,
      'role',
    );
    const missing = await refusal(
      desk.perform(desk.manager, id, 'plan', { ...desk.schedule(), impactScope: 'x' }),
    );
    assert.deepEqual(
      new Set(missing.map((one) => one.rule)),
      new Set(['form']),
      'each of the five parts is mandatory',
    );
    await desk.perform(desk.manager, id, 'plan', { ...plan, ...desk.schedule() });
    await desk.perform(desk.tester, id, 'record-lab-test', testForm('failed'));
    await desk.perform(desk.tester, id, 'record-lab-test', testForm('passed'));
    assert.deepEqual(
      await refusal(desk.perform(desk.tester, id, 'record-onsite-test', testForm('passed'))),
      [{ rule: 'guard', name: 'onsite-test-approved', clause: 'X.1052 §12.2.4 c' }],
    );
    await desk.perform(desk.operations, id, 'approve-onsite-test', onsite);
    await desk.perform(desk.tester, id, 'record-onsite-test', testForm('passed'));
    await desk.perform(desk.operations, id, 'authorise');
    await desk.perform(desk.implementer, id, 'start');
    await desk.perform(desk.implementer, id, 'report-success', {
      implementationLog: 'Done desk.at 09:10.',
    });
    assert.equal(
      (await refusal(desk.perform(desk.manager, id, 'record-first-review', review)))[0]?.name,
      'first-review-is-due',
    );
    desk.world.clock.advance(7 * day);
    await desk.perform(desk.manager, id, 'record-first-review', review);
    const tracked = await runQuery(desk.world.runner, read, desk.manager, { caseId: id });
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
    assert.equal(tracked.case.dueAt, desk.at(23), 'due is what is left to do');
    assert.equal(
      (await refusal(desk.perform(desk.manager, id, 'close')))[0]?.name,
      'reviews-say-effective',
    );
    desk.world.clock.advance(23 * day);
    await desk.perform(desk.manager, id, 'record-second-review', review);
    const closed = await desk.perform(desk.manager, id, 'close');
    assert.equal(closed.state, 'closed');
    const detail = await runQuery(desk.world.runner, read, desk.manager, { caseId: id });
    assert.deepEqual(detail.allowedActions, []);
    assert.ok(detail.deadlines.every((deadline) => deadline.state !== 'running'));
    const { list } = registerOperations(catalogue, catalogue.registers.get('change-tests')!);
    const tests = await runQuery(desk.world.runner, list, desk.manager, {
      filters: { caseId: id },
    });
    assert.deepEqual(tests.items.map((item) => item.fields['result']).sort(), [
      'failed',
      'passed',
      'passed',
    ]);
  });

  it('R-XG-13 asks for a review of the security of what was touched when a change closes', async () => {
    const reviewer = await desk.world.person('Sami Security', desk.organisation, [
      'security-manager',
    ]);
    const tasks = await runQuery(desk.world.runner, listTasks, reviewer, { assignee: 'me' });
    assert.equal(tasks.items[0]?.task, 'review:security');
    const { rows } = await desk.world.test.database.transaction(
      { role: 'app', scope: [desk.organisation], person: null },
      ({ client }) =>
        client.query(`select subject_kind, subject_id from task where task = 'review:security'`),
    );
    const named = [{ subject_kind: 'services', subject_id: mail }];
    assert.deepEqual(rows, named, 'the service that the gateway serves, unnamed in the change');
  });

  it('waits for the role that takes it on, even if nobody holds it', async () => {
    const small = await desk.world.organisation('SMALL');
    const alone = await desk.world.person('Aino Alone', small, []);
    const opened = await runCommand(desk.world.runner, open, alone, {
      procedure: 'change',
      title: 'Alone',
      fields: { origin: 'other', reason: 'A vendor fix.' },
    });
    const seen = await runQuery(desk.world.runner, read, alone, { caseId: opened.id });
    assert.deepEqual(seen.waitingFor, [
      {
        ...{ role: 'change-manager', people: [], parties: [], away: [] },
        nobody: { since: null, until: null },
      },
    ]);
  });

  it('keeps another desk.organisation out: absent and not visible answer alike', async () => {
    const id = await desk.openChange('Not yours');
    const stranger = await desk.world.person(
      'Sten Stranger',
      await desk.world.organisation('OTHER'),
      ['change-manager'],
    );
    await assert.rejects(runQuery(desk.world.runner, read, stranger, { caseId: id }), {
      code: 'not-found',
    });
    await assert.rejects(desk.perform(stranger, id, 'formulate'), { code: 'not-found' });
    const absent = id.replace(/.{4}$/, 'ffff');
    await assert.rejects(runQuery(desk.world.runner, read, desk.manager, { caseId: absent }), {
      code: 'not-found',
    });
  });
});
