import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, runCommand, runQuery } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import { relayAll } from '#tests/relay-events.ts';
import { createWorld, type World } from '#tests/world.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { insertRecord } from '#work/registers/write-record.ts';

let world: World;
before(async () => {
  world = await createWorld();
});
after(async () => {
  await world.close();
  await stopTestServer();
});

test('an unauthorised change that is raised as an incident becomes a security event, once', async () => {
  const organisation = await world.organisation('TELCO');
  const manager = await world.person('Mara', organisation, ['change-manager']);
  const handler = await world.person('Sami', organisation, ['security-manager']);
  const module = catalogue.registers.get('unauthorised-changes');
  const events = catalogue.registers.get('security-events');
  assert.ok(module !== undefined && events !== undefined);
  const asset = newId();
  await world.test.database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
    client.query(
      `insert into asset (owner_id, id, name, kind, state, created_at, updated_at)
        values ($1, $2, 'mx-1', 'host', 'identified', $3, $3)`,
      [organisation, asset, world.clock.now()],
    ),
  );
  const at = world.clock.now().toISOString();
  const who = {
    principal: systemPrincipal('test'),
    scope: { organisations: [organisation] },
    role: 'app' as const,
  };
  const seen = await inWriteTransaction(world.runner, who, (context) =>
    insertRecord(context, module, {
      ...{ ownerId: organisation, computed: true },
      fields: {
        ...{ asset, inventory: newId(), summary: 'mx-1: +1 −0 ~0', what: 'netcat appeared' },
        ...{ notBefore: at, seenAt: at },
      },
    }),
  );
  const { act } = registerOperations(catalogue, module);
  await runCommand(world.runner, act, manager, {
    ...{ id: seen.id, action: 'raise-incident', fields: {}, comment: 'Nobody knows of it.' },
  });
  await relayAll(world.runner, catalogue);
  const { list } = registerOperations(catalogue, events);
  const { items } = await runQuery(world.runner, list, handler, { filters: {} });
  assert.deepEqual(
    items.map(({ state, fields }) => [state, fields['title'], fields['description']]),
    [['reported', 'mx-1: +1 −0 ~0', 'netcat appeared']],
  );
});
