import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { defineProcedure } from '#engine/define.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { readCase } from '#work/cases/read-case.ts';
import { type Catalogue, catalogueOf } from '#work/catalogue.ts';
import { keepDefinitions } from './keep-definitions.ts';

const first = defineProcedure({
  ...{ id: 'garden', version: 1, area: 'operations', category: 'change-control' },
  clause: 'X.1052 §12.2.4',
  initial: 'sown',
  roles: { gardener: { party: 'operations' }, cook: { party: 'operations' } },
  openedBy: ['gardener'],
  fields: { plant: { kind: 'text', required: true }, weight: { kind: 'integer' } },
  states: {
    sown: { kind: 'active', clause: 'X.1052 §12.2.4 a' },
    picked: { kind: 'final', outcome: 'achieved' },
  },
  actions: {
    pick: {
      ...{ from: ['sown'], to: 'picked', by: ['gardener'], clause: 'X.1052 §12.2.4 a' },
      form: { weight: { kind: 'integer', required: true } },
    },
  },
});

/** What was picked is tasted first now, by somebody else. */
const second = defineProcedure({
  ...first,
  version: 2,
  states: { ...first.states, ripe: { kind: 'active', clause: 'X.1052 §12.2.4 a' } },
  actions: {
    taste: { from: ['sown'], to: 'ripe', by: ['cook'], clause: 'X.1052 §12.2.4 a' },
    pick: { from: ['ripe'], to: 'picked', by: ['gardener'], clause: 'X.1052 §12.2.4 a' },
  },
});

const withVersions = (...procedures: Procedure[]): Catalogue =>
  catalogueOf([
    { procedures: procedures.map((procedure) => ({ procedure, functions: { guards: {} } })) },
  ]);

describe('two versions of a procedure side by side', () => {
  const [before1, both, after2] = [
    withVersions(first),
    withVersions(first, second),
    withVersions(second),
  ];
  let world: World;
  let gardener: Principal;
  let cook: Principal;
  before(async () => {
    world = await createWorld();
    const garden = await world.organisation('GARDEN');
    gardener = await world.person('Gail', garden, ['gardener']);
    cook = await world.person('Cem', garden, ['cook']);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });
  const keep = (catalogue: Catalogue) =>
    keepDefinitions({ database: world.test.database, clock: world.clock }, catalogue);
  const opened = (catalogue: Catalogue, title: string) =>
    runCommand(world.runner, caseCommands(catalogue).open, gardener, {
      ...{ procedure: 'garden', title, fields: { plant: 'Peas' } },
    });
  const act = (who: Principal, caseId: string, action: string, fields: object = {}) =>
    runCommand(world.runner, caseCommands(both).act, who, {
      ...{ caseId, action, fields, comment: null },
    });
  const read = (caseId: string) => runQuery(world.runner, readCase(both), gardener, { caseId });
  let old: string;

  it('opens cases by the newest, and keeps each definition with its hash', async () => {
    assert.deepEqual(await keep(before1), { changed: [], missing: [] });
    old = (await opened(before1, 'Old')).id;
    assert.deepEqual(await keep(both), { changed: [], missing: [] });
    const young = await opened(both, 'Young');
    assert.equal((await read(young.id)).case.definitionVersion, 2);
    const { rows } = await world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      ({ client }) =>
        client.query(
          `select version, length(hash) as digits, definition->>'version' as said from procedure_definition where procedure = 'garden' order by 1`,
        ),
    );
    assert.deepEqual(rows, [
      { version: 1, digits: 64, said: '1' },
      { version: 2, digits: 64, said: '2' },
    ]);
  });

  it('leaves an open case with its own: states, actions, roles and forms', async () => {
    const { case: one, allowedActions } = await read(old);
    assert.equal(one.definitionVersion, 1);
    assert.deepEqual(
      allowedActions.map(({ action, allowed }) => [action, allowed]),
      [['pick', true]],
    );
    await assert.rejects(act(cook, old, 'taste'), AppError);
    await assert.rejects(act(gardener, old, 'pick'), /fields|form|weight/i);
    assert.equal((await act(gardener, old, 'pick', { weight: 2 })).state, 'picked');
  });

  it('runs a new case by the new one: no way past the cook', async () => {
    const { id } = await opened(both, 'Newer');
    await assert.rejects(act(gardener, id, 'pick'), AppError);
    await act(cook, id, 'taste');
    assert.equal((await act(gardener, id, 'pick')).state, 'picked');
  });

  it('says which version is missing while an open case runs by it', async () => {
    assert.deepEqual((await keep(after2)).missing, [], 'the old case has ended');
    await opened(before1, 'Left over');
    assert.deepEqual((await keep(after2)).missing, ['garden@1']);
  });

  it('notices that a kept version was changed in place, and refuses one that is declared twice', async () => {
    const inPlace = withVersions(first, { ...second, openedBy: ['gardener', 'cook'] });
    assert.deepEqual((await keep(inPlace)).changed, ['garden@2']);
    assert.throws(() => withVersions(first, first), /garden@1/);
  });
});
