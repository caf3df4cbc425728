import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { stopTestServer } from '#tests/database.ts';
import { readCase } from '#work/cases/read-case.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import {
  ChangeDesk,
  database,
  day,
  gateway,
  onsite,
  plan,
  refusal,
  review,
  testForm,
} from './fixtures/change-desk.ts';

const read = readCase(catalogue);

describe('rules of change management', () => {
  let desk: ChangeDesk;
  before(async () => {
    desk = await ChangeDesk.create();
  });
  after(async () => {
    await desk.world.close();
    await stopTestServer();
  });

  it('R-CH-5 never lets the implementer authorise, nor the author of the plan', async () => {
    const id = await desk.formulated('Own hand');
    await desk.perform(desk.manager, id, 'plan', { ...plan, ...desk.schedule(desk.operations) });
    await desk.perform(desk.tester, id, 'record-lab-test', testForm('passed'));
    assert.equal(
      (await refusal(desk.perform(desk.operations, id, 'approve-onsite-test', onsite)))[0]?.name,
      'not-the-implementer',
    );
    const detail = await runQuery(desk.world.runner, read, desk.operations, { caseId: id });
    const offered = detail.allowedActions.find((one) => one.action === 'approve-onsite-test');
    assert.equal(offered?.allowed, false, 'the page says so before anybody tries');
    const second = await desk.world.person('Otto Operations', desk.organisation, [
      'operations-management',
      'change-manager',
    ]);
    await desk.perform(second, id, 'approve-onsite-test', onsite);
    await desk.perform(desk.tester, id, 'record-onsite-test', testForm('passed'));
    assert.equal(
      (await refusal(desk.perform(desk.operations, id, 'authorise')))[0]?.name,
      'not-the-implementer',
    );
    await desk.perform(second, id, 'return-plan', {}, 'Shorter window, please.');
    await desk.perform(second, id, 'revise-plan', { ...plan, ...desk.schedule(desk.implementer) });
    await desk.perform(desk.tester, id, 'record-lab-test', testForm('passed'));
    await desk.perform(desk.operations, id, 'approve-onsite-test', onsite);
    await desk.perform(desk.tester, id, 'record-onsite-test', testForm('passed'));
    assert.equal((await refusal(desk.perform(second, id, 'authorise')))[0]?.rule, 'segregation');
    await desk.perform(desk.operations, id, 'authorise');
    await desk.perform(desk.manager, id, 'cancel', {}, 'Shown.');
  });

  it('R-CH-3 has the on-site test approved anew after another plan, and after a test that failed', async () => {
    const id = await desk.formulated('Twice over');
    await desk.perform(desk.manager, id, 'plan', { ...plan, ...desk.schedule() });
    await desk.perform(desk.tester, id, 'record-lab-test', testForm('passed'));
    await desk.perform(desk.operations, id, 'approve-onsite-test', onsite);
    await desk.perform(desk.tester, id, 'record-onsite-test', testForm('failed'));
    await desk.perform(desk.manager, id, 'revise-plan', {
      ...plan,
      impactScope: 'One gateway only.',
    });
    const again = async () => {
      await desk.perform(desk.tester, id, 'record-lab-test', testForm('passed'));
      const tried = await refusal(
        desk.perform(desk.tester, id, 'record-onsite-test', testForm('passed')),
      );
      assert.equal(tried[0]?.name, 'onsite-test-approved');
      await desk.perform(desk.operations, id, 'approve-onsite-test', onsite);
    };
    await again();
    await desk.perform(desk.tester, id, 'record-onsite-test', testForm('passed'));
    await desk.perform(desk.operations, id, 'return-plan', {}, 'Not in this week.');
    await again();
  });

  it('R-CH-7 keeps each review; a negative one leads back or to another change, and is not written over', async () => {
    const id = await desk.carriedOut('Of no use');
    const over = () =>
      desk.perform(desk.manager, id, 'hand-to-another', {}, 'The fault is elsewhere.');
    assert.equal((await refusal(over()))[0]?.name, 'a-review-is-negative');
    desk.world.clock.advance(7 * day);
    await desk.perform(desk.manager, id, 'record-first-review', { ...review, effective: false });
    const again = await refusal(desk.perform(desk.manager, id, 'record-first-review', review));
    assert.equal(again[0]?.name, 'first-review-is-open');
    desk.world.clock.advance(23 * day);
    await desk.perform(desk.manager, id, 'record-second-review', review);
    assert.equal(
      (await refusal(desk.perform(desk.manager, id, 'close')))[0]?.name,
      'reviews-say-effective',
    );
    const { list } = registerOperations(catalogue, catalogue.registers.get('change-reviews')!);
    const { items } = await runQuery(desk.world.runner, list, desk.manager, {
      filters: { caseId: id },
    });
    assert.deepEqual(
      items.map(({ fields }) => [fields['kind'], fields['effective'], fields['reviewer']]).sort(),
      [
        ['first', false, desk.manager.personId],
        ['second', true, desk.manager.personId],
      ],
    );
    assert.equal((await over()).state, 'not-effective');
    const { links } = await runQuery(desk.world.runner, read, desk.manager, { caseId: id });
    const successor = await runQuery(desk.world.runner, read, desk.manager, {
      caseId: links[0]?.caseId ?? '',
    });
    const { state, fields } = successor.case;
    assert.deepEqual(
      [state, fields['origin'], fields['assets']],
      ['requested', 'change', [gateway]],
    );
  });

  it('rolls back while it is carried out and afterwards, and is then planned, tested and approved anew', async () => {
    const id = await desk.carriedOut('Back again');
    const back = await desk.perform(
      desk.manager,
      id,
      'roll-back-afterwards',
      {},
      'Customers complain.',
    );
    assert.equal(back.state, 'rolled-back');
    await desk.perform(desk.manager, id, 'plan-again', { ...plan, ...desk.schedule() });
    await desk.testedAndAuthorised(id);
    const other = await refusal(desk.perform(desk.operations, id, 'start'));
    assert.equal(other[0]?.name, 'is-the-implementer');
    await desk.perform(desk.implementer, id, 'start');
    const log = { implementationLog: 'It hung.' };
    assert.equal(
      (await desk.perform(desk.implementer, id, 'roll-back', log, 'It hung.')).state,
      'rolled-back',
    );
  });

  it('starts in its window only, and is authorised anew for another window', async () => {
    const id = await desk.formulated('Tomorrow');
    const tomorrow = { ...desk.schedule(), windowStart: desk.at(1), windowEnd: desk.at(2) };
    await desk.perform(desk.manager, id, 'plan', { ...plan, ...tomorrow });
    await desk.testedAndAuthorised(id);
    assert.equal(
      (await refusal(desk.perform(desk.implementer, id, 'start')))[0]?.name,
      'window-is-open',
    );
    const moved = await desk.perform(
      desk.manager,
      id,
      'reschedule',
      desk.schedule(),
      'The customer asks for it.',
    );
    assert.equal(moved.state, 'tested');
    await desk.perform(desk.operations, id, 'authorise');
    assert.equal((await desk.perform(desk.implementer, id, 'start')).state, 'implementing');
    await desk.perform(desk.implementer, id, 'report-success', { implementationLog: 'Done.' });
  });

  it('carries a standard change by a model in force, with its plan, which its author did not authorise', async () => {
    const models = registerOperations(catalogue, catalogue.registers.get('change-models')!);
    const words = {
      title: 'Certificates',
      scope: 'Portals',
      labEvidence: 'Good.',
      onsiteEvidence: 'Good.',
    };
    const model = await runCommand(desk.world.runner, models.create, desk.manager, {
      fields: { code: 'STD-1', source: 'Handbook', ...plan, ...words },
    });
    const id = await desk.formulated('Certificates', { variant: 'standard', model: model.id });
    const authorised = () =>
      desk.perform(desk.operations, id, 'authorise-standard', desk.schedule());
    assert.equal((await refusal(authorised()))[0]?.name, 'model-is-in-force');
    const validFrom = desk.at(0).slice(0, 10);
    const approve = { id: model.id, action: 'approve', fields: { validFrom } };
    await assert.rejects(
      runCommand(desk.world.runner, models.act, desk.manager, approve),
      AppError,
    );
    await runCommand(desk.world.runner, models.act, desk.operations, approve);
    await authorised();
    const { case: one } = await runQuery(desk.world.runner, read, desk.manager, { caseId: id });
    assert.equal(one.fields['rollbackProcess'], plan.rollbackProcess, 'the plan of the model');
    await desk.perform(desk.manager, id, 'cancel', {}, 'Done by the vendor.');
    await runCommand(desk.world.runner, models.act, desk.operations, {
      ...{ id: model.id, action: 'withdraw', fields: {}, comment: 'Another authority.' },
    });
    const late = await desk.formulated('Late', { variant: 'standard', model: model.id });
    const refused = await refusal(
      desk.perform(desk.operations, late, 'authorise-standard', desk.schedule()),
    );
    assert.equal(refused[0]?.name, 'model-is-in-force');
  });

  it('R-CH-4 refuses a window in a freeze that touches the same assets, and lets it pass elsewhere', async () => {
    const freezes = registerOperations(catalogue, catalogue.registers.get('freeze-periods')!);
    const freeze = await runCommand(desk.world.runner, freezes.create, desk.manager, {
      fields: {
        title: 'Year-end close',
        startsAt: desk.at(-1),
        endsAt: desk.at(2),
        assets: [gateway],
        emergenciesPass: true,
        reason: 'Accounts are closed.',
      },
    });
    const id = await desk.formulated('In the freeze');
    assert.equal(
      (await refusal(desk.perform(desk.manager, id, 'plan', { ...plan, ...desk.schedule() })))[0]
        ?.name,
      'window-is-free',
    );
    const elsewhere = await desk.formulated('Elsewhere', { variant: 'normal', assets: [database] });
    await desk.perform(desk.manager, elsewhere, 'plan', { ...plan, ...desk.schedule() });
    const urgent = await desk.formulated('Urgent', {
      ...{ variant: 'emergency', emergencyReason: 'Exploited.', incident: id },
    });
    await desk.perform(
      desk.operations,
      urgent,
      'authorise-emergency',
      desk.schedule(),
      'It passes the freeze.',
    );
    await desk.perform(desk.manager, urgent, 'cancel', {}, 'Not needed any more.');
    await runCommand(desk.world.runner, freezes.remove, desk.manager, {
      id: freeze.id,
      version: freeze.version,
    });
    await desk.perform(desk.manager, id, 'plan', { ...plan, ...desk.schedule() });
    await desk.testedAndAuthorised(id);
    const other = await desk.formulated('At the same time');
    assert.equal(
      (await refusal(desk.perform(desk.manager, other, 'plan', { ...plan, ...desk.schedule() })))[0]
        ?.name,
      'window-is-free',
      'a change that is authorised touches the same asset',
    );
    await desk.perform(desk.manager, id, 'cancel', {}, 'The other one goes first.');
    await desk.perform(desk.manager, other, 'plan', { ...plan, ...desk.schedule() });
  });

  it('lets an emergency go first, and asks for plan and tests before the end', async () => {
    const open = await desk.openChange('Without a case');
    const lacking = { reason: 'x', assets: [gateway], variant: 'emergency', emergencyReason: 'x' };
    const refused = await refusal(desk.perform(desk.manager, open, 'formulate', lacking));
    assert.equal(refused[0]?.name, 'variant-is-justified');
    const id = await desk.formulated('Exploited now', {
      variant: 'emergency',
      emergencyReason: 'Exploited in the wild.',
      incident: open,
    });
    await desk.perform(
      desk.operations,
      id,
      'authorise-emergency',
      desk.schedule(),
      'Exploited in the wild.',
    );
    await desk.perform(desk.implementer, id, 'start');
    await desk.perform(desk.implementer, id, 'report-success', { implementationLog: 'Done.' });
    desk.world.clock.advance(30 * day);
    await desk.perform(desk.manager, id, 'record-first-review', review);
    await desk.perform(desk.manager, id, 'record-second-review', review);
    assert.equal(
      (await refusal(desk.perform(desk.manager, id, 'close')))[0]?.name,
      'plan-and-tests-are-complete',
    );
    await desk.perform(desk.manager, id, 'complete-plan', plan);
    await desk.perform(desk.tester, id, 'complete-lab-test', testForm('passed'));
    const half = await refusal(desk.perform(desk.manager, id, 'close'));
    assert.equal(half[0]?.name, 'plan-and-tests-are-complete');
    await desk.perform(desk.tester, id, 'complete-onsite-test', testForm('passed'));
    assert.equal((await desk.perform(desk.manager, id, 'close')).state, 'closed');
  });
});
