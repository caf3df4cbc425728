import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { createHttpApp, type HttpApp } from '#kernel/http/http-app.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { assetRoutes } from './http.ts';

let world: World;
let app: HttpApp;
let who: Principal;
let asset: string;

before(async () => {
  world = await createWorld();
  who = await world.person('Ana Assets', await world.organisation('TELCO'), ['asset-manager']);
  app = await createHttpApp({
    config: readConfig({}),
    log: createLog('silent'),
    authenticate: async () => who,
  });
  assetRoutes(app, world.runner, catalogue);
  const assets = registerOperations(catalogue, catalogue.registers.get('assets')!);
  const fields = {
    name: 'r1',
    kind: 'equipment',
    vendor: 'Acme',
    product: 'Router',
    firmware: '1',
  };
  const made = await runCommand(world.runner, assets.create, who, { fields });
  asset = made.id;
  world.clock.advance(1000);
  await runCommand(world.runner, assets.update, who, {
    id: asset,
    version: null,
    fields: { firmware: '2' },
  });
});
after(async () => {
  await app.close();
  await world.close();
  await stopTestServer();
});

const get = async (path: string) => {
  const response = await app.inject({ url: `/api/v1/assets/${asset}${path}` });
  return { status: response.statusCode, body: response.json() };
};

it('R-AM-8 shows what an asset has, its inventories and what each changed', async () => {
  const { status, body } = await get('/inventory?q=ROUT');
  assert.equal(status, 200);
  assert.deepEqual([body.items[0].name, body.items[0].version], ['Router', '2']);
  assert.deepEqual((await get('/inventory?q=nothing')).body.items, []);
  const first = (await get('/inventories?limit=1')).body;
  assert.equal(first.items[0].changed, 1);
  const second = (await get(`/inventories?limit=1&after=${first.next}`)).body;
  assert.deepEqual([second.items[0].baseline, second.next], [true, null]);
  const changes = (await get(`/inventories/${first.items[0].id}/changes`)).body;
  assert.deepEqual([changes.items[0].before, changes.items[0].after], ['1', '2']);
});

it('answers another organisation as if there were no such asset', async () => {
  who = await world.person('Sten Stranger', await world.organisation('OTHER'), ['asset-manager']);
  for (const path of ['/inventory', '/inventories', `/inventories/${asset}/changes`]) {
    assert.equal((await get(path)).status, 404, path);
  }
});
