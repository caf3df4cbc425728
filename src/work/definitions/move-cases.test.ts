import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { defineProcedure } from '#engine/define.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { readCase } from '#work/cases/read-case.ts';
import { type Catalogue, catalogueOf, type ProcedureModule } from '#work/catalogue.ts';
import { type MovedCase, type MoveOptions, moveCases } from './move-cases.ts';

const clause = 'X.1052 §12.2.4';

const first = defineProcedure({
  ...{ id: 'garden', version: 1, area: 'operations', category: 'change-control', clause },
  initial: 'sown',
  roles: { gardener: { party: 'operations' }, cook: { party: 'operations' } },
  openedBy: ['gardener'],
  fields: { plant: { kind: 'text', required: true }, weight: { kind: 'integer' } },
  states: {
    sown: { kind: 'active', clause },
    ripe: { kind: 'active', clause },
    picked: { kind: 'final', outcome: 'achieved' },
  },
  actions: {
    ripen: { from: ['sown'], to: 'ripe', by: ['gardener'], clause },
    praise: {
      ...{ from: ['ripe'], to: 'same', by: ['gardener', 'cook'], clause },
      approval: { needed: 2, roles: ['gardener', 'cook'], material: ['plant'] },
    },
    pick: { from: ['ripe'], to: 'picked', by: ['gardener'], clause },
  },
  deadlines: {
    'gets-cold': { states: ['ripe'], within: 'P9D', escalateTo: ['gardener'], clause },
    'gets-late': { states: ['sown', 'ripe'], within: 'P30D', escalateTo: ['gardener'], clause },
  },
});

/** What is ripe is tasted first, in grams, by the cook, who may let it wait for five days. */
const second: Procedure = defineProcedure({
  ...{ ...first, version: 2 },
  fields: { plant: { kind: 'text', required: true }, grams: { kind: 'integer', required: true } },
  states: {
    sown: { kind: 'active', clause },
    'to-taste': { kind: 'active', clause },
    picked: { kind: 'final', outcome: 'achieved' },
  },
  actions: {
    ripen: { from: ['sown'], to: 'to-taste', by: ['gardener'], clause },
    pick: { from: ['to-taste'], to: 'picked', by: ['cook'], joins: ['taste'], clause },
  },
  tasks: { taste: { opensIn: 'to-taste', role: 'cook', join: 'all', clause } },
  deadlines: {
    'gets-stale': { states: ['to-taste'], within: 'P5D', escalateTo: ['cook'], clause },
    'gets-late': { states: ['sown', 'to-taste'], within: 'P30D', escalateTo: ['gardener'], clause },
  },
});

const moving: ProcedureModule = {
  procedure: second,
  functions: { guards: {} },
  movesFrom: {
    1: {
      states: { ripe: 'to-taste' },
      fields: ({ weight, ...fields }) => ({
        ...fields,
        ...(typeof weight === 'number' ? { grams: weight * 1000 } : {}),
      }),
    },
  },
};

const both: Catalogue = catalogueOf([
  { procedures: [{ procedure: first, functions: { guards: {} } }, moving] },
]);
const older: Catalogue = catalogueOf([
  { procedures: [{ procedure: first, functions: { guards: {} } }] },
]);

describe('open cases of one version move to the next', () => {
  let world: World;
  let gardener: Principal;
  let cook: Principal;
  let stranger: Principal;
  before(async () => {
    world = await createWorld();
    const garden = await world.organisation('GARDEN');
    gardener = await world.person('Gail', garden, ['gardener']);
    cook = await world.person('Cem', garden, ['cook']);
    stranger = await world.person('Sam', await world.organisation('OTHER'), ['gardener']);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const opened = (who: Principal, fields: object) =>
    runCommand(world.runner, caseCommands(older).open, who, {
      ...{ procedure: 'garden', title: 'Peas', fields },
    });
  const act = (who: Principal, caseId: string, action: string) =>
    runCommand(world.runner, caseCommands(both).act, who, {
      ...{ caseId, action, fields: {}, comment: null },
    });
  const read = (who: Principal, caseId: string) =>
    runQuery(world.runner, readCase(both), who, { caseId });
  const move = async (more: Partial<MoveOptions> = {}): Promise<MovedCase[]> => {
    const options = { runner: world.runner, catalogue: both, procedure: 'garden', from: 1, to: 2 };
    const moved: MovedCase[] = [];
    for await (const one of moveCases({ ...options, ...more })) moved.push(one);
    return moved;
  };
  const deadlinesOf = async (id: string) => {
    const owner = { role: 'owner', scope: [], person: null } as const;
    const { rows } = await world.test.database.transaction(owner, ({ client }) =>
      client.query<{ said: string }>(
        `select deadline || ' ' || state || ' ' || extract(day from due_at - $2) as said
          from record_deadline where record_id = $1 order by 1`,
        [id, world.clock.now()],
      ),
    );
    return rows.map(({ said }) => said);
  };

  let ripe: string;
  let weightless: string;
  let foreign: string;

  it('says what would become of each, and writes nothing', async () => {
    ripe = (await opened(gardener, { plant: 'Peas', weight: 2 })).id;
    await act(gardener, ripe, 'ripen');
    await act(gardener, ripe, 'praise');
    weightless = (await opened(gardener, { plant: 'Beans' })).id;
    foreign = (await opened(stranger, { plant: 'Leek', weight: 1 })).id;
    const told = await move({ dryRun: true });
    assert.deepEqual(
      told.map(({ id, fromState, toState, faults }) => [id, fromState, toState, faults.length]),
      [
        [ripe, 'ripe', 'to-taste', 0],
        [weightless, 'sown', null, 1],
        [foreign, 'sown', 'sown', 0],
      ],
    );
    assert.equal((await read(gardener, ripe)).case.definitionVersion, 1);
  });

  it('moves state, fields, deadlines, tasks and approvals, with an entry in the trail', async () => {
    const before1 = await read(gardener, ripe);
    assert.deepEqual(await deadlinesOf(ripe), ['gets-cold running 9', 'gets-late running 30']);
    const told = await move();
    assert.deepEqual(told.find(({ id }) => id === weightless)?.faults, [
      { path: '/fields/grams', message: 'Invalid input: expected number, received undefined' },
    ]);
    const { case: one, tasks } = await read(gardener, ripe);
    assert.deepEqual(
      [one.definitionVersion, one.state, one.fields, one.version],
      [2, 'to-taste', { plant: 'Peas', grams: 2000 }, before1.case.version + 1],
    );
    assert.deepEqual(await deadlinesOf(ripe), [
      ...['gets-cold closed 9', 'gets-late running 30', 'gets-stale running 5'],
    ]);
    assert.deepEqual(
      tasks.map(({ task, state }) => [task, state]),
      [['taste', 'open']],
    );
    const owner = { role: 'owner', scope: [], person: null } as const;
    const { rows } = await world.test.database.transaction(owner, ({ client }) =>
      client.query(
        `select (select count(*)::int from trail_entry where record_id = $1 and action = 'garden.move-version') as entries,
          (select count(*)::int from case_approval where case_id = $1 and voided_at is null) as approvals`,
        [ripe],
      ),
    );
    assert.deepEqual(rows, [{ entries: 1, approvals: 0 }]);
  });

  it('goes on by the later version: the gardener alone picks nothing, and the task is waited for', async () => {
    await assert.rejects(act(gardener, ripe, 'pick'), /role/);
    await assert.rejects(act(cook, ripe, 'pick'), /task/);
  });

  it('leaves what cannot go on with its own version, and a repeated move finds nothing else', async () => {
    const { case: one, allowedActions } = await read(gardener, weightless);
    assert.equal(one.definitionVersion, 1);
    assert.equal(allowedActions.find(({ action }) => action === 'ripen')?.allowed, true);
    assert.deepEqual(
      (await move()).map(({ id }) => id),
      [weightless],
    );
    assert.equal((await read(stranger, foreign)).case.definitionVersion, 2);
  });

  it('moves nothing that no version declares', async () => {
    await assert.rejects(move({ from: 2, to: 1 }), /declares no move/);
    await assert.rejects(move({ to: 3 }), /No version 3/);
  });
});
