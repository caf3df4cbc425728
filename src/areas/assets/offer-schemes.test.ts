import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { addOrganisation } from '#areas/organisation/set-up.ts';
import { runQuery } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { relayAll } from '#tests/relay-events.ts';
import { createWorld, type World } from '#tests/world.ts';
import { registerOperations } from '#work/registers/register-commands.ts';

let world: World;
before(async () => {
  world = await createWorld();
});
after(async () => {
  await world.close();
  await stopTestServer();
});

test('R-AM-4 a new organisation finds a scheme by item and one by business process of its own, with reasons', async () => {
  const id = await addOrganisation(world.runner, {
    code: 'NEW',
    name: 'New operator',
    kind: 'telecom-operator',
    validFrom: '2026-01-01',
  });
  await relayAll(world.runner, catalogue);
  const member = await world.person('Ana', id, ['asset-manager']);
  const listed = async (register: string) => {
    const module = catalogue.registers.get(register);
    assert.ok(module, register);
    const { list } = registerOperations(catalogue, module);
    return (await runQuery(world.runner, list, member, { limit: 200, filters: {} })).items;
  };
  const schemes = await listed('asset-schemes');
  assert.deepEqual(
    schemes.map(({ fields }) => [fields['name'], fields['axis'], fields['categoryCount']]),
    [
      ['Asset items', 'by-item', 7],
      ['Business processes', 'by-business-process', 10],
    ],
  );
  const categories = await listed('asset-categories');
  assert.equal(categories.length, 7 + 53 + 10);
  assert.ok(categories.some(({ fields }) => fields['code'] === 'HW-05'));
  const stranger = await world.person('Eve', await world.organisation('OTHER'), ['asset-manager']);
  const module = catalogue.registers.get('asset-schemes');
  assert.ok(module);
  const { list } = registerOperations(catalogue, module);
  assert.deepEqual(
    (await runQuery(world.runner, list, stranger, { limit: 5, filters: {} })).items,
    [],
  );
});
