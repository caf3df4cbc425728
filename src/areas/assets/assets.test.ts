import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { simulate } from '#engine/simulate.ts';
import { validateProcedure, validateRegister } from '#engine/validation/validate.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { listTasks } from '#work/tasks/task-queries.ts';
import { assetsArea } from './area.ts';
import { assetCheck } from './check/procedure.ts';
import { assetCheckEffects, assetCheckFunctions, noChecks } from './check/procedure-module.ts';

const moduleOf = (id: string) => {
  const module = catalogue.registers.get(id);
  assert.ok(module, id);
  return module;
};
const operations = (id: string) => registerOperations(catalogue, moduleOf(id));
const day = 86_400_000;

describe('assets', () => {
  let world: World;
  let organisation: string;
  let manager: Principal;
  let owner: Principal;
  let security: Principal;
  const classes: Record<string, string> = {};

  before(async () => {
    world = await createWorld();
    organisation = await world.organisation('TELCO');
    manager = await world.person('Ana Assets', organisation, ['asset-manager']);
    owner = await world.person('Omar Owner', organisation, ['any']);
    security = await world.person('Sami Security', organisation, ['security-manager']);
    for (const axis of ['by-item', 'by-business-process']) {
      const scheme = await create('asset-schemes', {
        name: axis,
        axis,
        categoryCount: 1,
        benefit: 'Handling rules per class.',
        rationale: 'One class is enough to begin with.',
        active: true,
      });
      const category = await create('asset-categories', { scheme, code: 'A', name: `A ${axis}` });
      classes[axis] = category;
      classes[`scheme ${axis}`] = scheme;
    }
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function create(register: string, fields: object, who = manager): Promise<string> {
    return (await runCommand(world.runner, operations(register).create, who, { fields })).id;
  }
  const act = (who: Principal, id: string, action: string, fields: object = {}, comment = 'So.') =>
    runCommand(world.runner, operations('assets').act, who, { id, action, fields, comment });
  const refused = (attempt: Promise<unknown>, name: string) =>
    assert.rejects(attempt, (error: { extra?: { refusals?: { name?: string; rule: string }[] } }) =>
      (error.extra?.refusals ?? []).some((one) => one.name === name || one.rule === name),
    );
  const both = () => ({
    classByItem: classes['by-item'],
    classByProcess: classes['by-business-process'],
  });

  async function valued(name: string, rating = 4): Promise<string> {
    const id = await create('assets', { name, kind: 'host', exposure: 'internal' });
    await act(manager, id, 'classify', both());
    await act(manager, id, 'register', { owner: owner.personId });
    await act(owner, id, 'confirm-ownership');
    await act(owner, id, 'value', { confidentiality: 1, integrity: rating, availability: 2 });
    return id;
  }

  it('have definitions without faults, and a check that never gets stuck', () => {
    for (const module of assetsArea.registers ?? []) {
      const { functions, effects, register } = module;
      assert.deepEqual(
        validateRegister(register, {
          guards: functions?.guards ?? {},
          durations: functions?.durations ?? {},
          effects: effects ?? {},
        }),
        [],
        register.id,
      );
    }
    assert.deepEqual(
      validateProcedure(assetCheck, {
        guards: assetCheckFunctions.guards,
        durations: assetCheckFunctions.durations ?? {},
        effects: assetCheckEffects,
      }),
      [],
    );
    const result = simulate(assetCheck, assetCheckFunctions, {
      seed: 1,
      histories: 500,
      start: '2026-03-02T08:00:00.000Z',
      facts: () => noChecks,
    } as never);
    assert.deepEqual(result.violations, []);
  });

  it('R-AM-4 R-AM-6 R-AM-7 are classified on two axes, registered with an owner who confirms, and valued by him', async () => {
    const id = await create('assets', { name: 'mail-1', kind: 'host' });
    await assert.rejects(
      act(manager, id, 'classify', { ...both(), classByItem: classes['by-business-process'] }),
      { code: 'invalid-input' },
    );
    await act(manager, id, 'classify', both());
    await refused(act(manager, id, 'register'), 'form');
    await act(manager, id, 'register', { owner: owner.personId });
    const rating = { confidentiality: 2, integrity: 4, availability: 3 };
    await refused(act(manager, id, 'value', rating), 'role');
    await refused(act(owner, id, 'value', rating), 'ownership-is-confirmed');
    await refused(act(manager, id, 'confirm-ownership'), 'role');
    await act(owner, id, 'confirm-ownership');
    const asset = await act(owner, id, 'value', rating);
    assert.equal(asset.fields['value'], 4, 'the highest of C, I and A');
    assert.equal(asset.fields['valueClass'], 'critical');
    assert.equal(asset.fields['nextCheckAt'], '2026-06-02T08:00:00.000Z', 'critical: 3 months');
    await assert.rejects(
      runCommand(world.runner, operations('assets').update, manager, {
        id,
        version: null,
        fields: { integrity: 1 },
      }),
      { code: 'by-action' },
    );
    const moved = await act(manager, id, 'assign-owner', { owner: security.personId });
    assert.equal(
      moved.fields['ownershipConfirmedAt'],
      undefined,
      'the new owner has yet to confirm',
    );
  });

  it('R-AM-5 hold a scheme to the number of categories that it states', async () => {
    const scheme = classes['scheme by-item'];
    await assert.rejects(create('asset-categories', { scheme, code: 'B', name: 'B' }), {
      code: 'category-count',
    });
    await create('asset-categories', {
      scheme,
      code: 'A1',
      name: 'A1',
      parent: classes['by-item'],
    });
  });

  it('R-AM-8 are checked in a campaign of the asset manager, and reviewed by another person', async () => {
    const id = await valued('checked', 5);
    const { open, act: perform } = caseCommands(catalogue);
    const opened = await runCommand(world.runner, open, manager, {
      procedure: 'asset-check',
      title: 'Critical assets',
      fields: {
        scope: 'critical-and-above',
        dueBy: new Date(world.clock.now().getTime() + 30 * day).toISOString(),
      },
    });
    const step = (who: Principal, action: string, fields: object = {}) =>
      runCommand(world.runner, perform, who, { caseId: opened.id, action, fields, comment: null });
    await step(manager, 'start');
    await refused(step(manager, 'conclude'), 'every-asset-is-checked');
    const { items } = await runQuery(world.runner, operations('asset-checks').list, manager, {
      filters: { caseId: opened.id },
    });
    assert.ok(items.some((one) => one.fields['asset'] === id));
    world.clock.advance(day);
    for (const item of items) {
      const confirm = (fields: object) =>
        runCommand(world.runner, operations('asset-checks').act, manager, {
          id: item.id,
          action: 'confirm',
          fields,
        });
      await refused(confirm({ wellManaged: false }), 'shortcoming-is-told');
      await confirm({ wellManaged: false, observations: 'No backup.' });
    }
    await refused(step(manager, 'conclude'), 'follow-up-is-told');
    await step(manager, 'conclude', { followUp: 'Backups by the end of the month.' });
    await refused(step(manager, 'close'), 'role');
    await step(security, 'close');
    const { record } = await runQuery(world.runner, operations('assets').read, manager, { id });
    assert.equal(record.fields['lastCheckAt'], world.clock.now().toISOString());
    assert.equal(record.fields['nextCheckAt'], '2026-06-03T08:00:00.000Z');
  });

  it('R-XG-13 ask for a review of their security when their environment changes', async () => {
    const id = await valued('exposed', 3);
    await runCommand(world.runner, operations('assets').update, manager, {
      id,
      version: null,
      fields: { exposure: 'internet' },
    });
    const tasks = await runQuery(world.runner, listTasks, security, { assignee: 'me' });
    assert.ok(
      tasks.items.some((one) => one.task === 'review:security' && one.subject === 'exposed'),
    );
  });

  it('R-GEN-3 link equipment, procedures and standards to a system of the plan', async () => {
    const system = await create(
      'systems',
      { code: 'NCTS', name: 'Transit', architecture: 'distributed' },
      security,
    );
    for (const kind of ['equipment', 'procedure', 'standard']) {
      await create('assets', { name: kind, kind, systemId: system });
    }
    const { items } = await runQuery(world.runner, operations('assets').list, manager, {
      filters: { systemId: system },
    });
    assert.equal(items.length, 3);
  });
});
