import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Principal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { newId } from '#kernel/database/ids.ts';
import { createHttpApp, type HttpApp } from '#kernel/http/http-app.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { verifyInclusion } from './merkle.ts';
import { sealAll } from './sealer.ts';
import { openTrailSigner } from './signing-keys.ts';
import { trailRoutes } from './trail-routes.ts';
import { verifyTrail } from './verify-trail.ts';

let world: World;
let app: HttpApp;
let dataDir: string;
let ada: Principal;
let bob: Principal;
let who: Principal | null;
before(async () => {
  world = await createWorld();
  dataDir = mkdtempSync(join(tmpdir(), 'commonward-trail-'));
  ada = await world.person('Ada', await world.organisation('A'), []);
  bob = await world.person('Bob', await world.organisation('B'), []);
  await write(ada, 5);
  await write(bob, 3);
  await write(ada, 2);
  const signer = openTrailSigner(dataDir);
  await sealAll({ database: world.test.database, clock: world.clock, signer });
  app = await createHttpApp({
    config: readConfig({ DATA_DIR: dataDir }),
    log: createLog('silent'),
    authenticate: async () => who,
  });
  trailRoutes(app, world.runner);
});
after(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
  await world.close();
  await stopTestServer();
});

function write(principal: Principal, count: number): Promise<void> {
  const ownerId = principal.organisationId ?? '';
  return inWriteTransaction(
    world.runner,
    { principal, scope: { organisations: [ownerId] }, role: 'app' },
    async (context) => {
      for (let i = 0; i < count; i += 1) {
        context.record({
          ownerId,
          action: i === 0 ? 'asset.create' : 'asset.update',
          kind: 'assets',
          recordId: newId(),
          recordVersion: 1,
          details: { secret: principal.name },
        });
      }
    },
  );
}

test('people read the entries of their own organisations, by pages and filters, with their proofs', async () => {
  who = ada;
  const first = (await app.inject('/api/v1/trail?limit=4')).json();
  assert.equal(first.items.length, 4);
  const second = (await app.inject(`/api/v1/trail?limit=4&after=${first.next}`)).json();
  const ids = [...first.items, ...second.items].map((item: { id: string }) => item.id);
  assert.equal(new Set(ids).size, 7);
  assert.deepEqual(ids, [...ids].sort().reverse());
  assert.equal(second.next, null);
  const created = (await app.inject('/api/v1/trail?action=asset.create')).json();
  assert.equal(created.items.length, 2);
  const later = (await app.inject('/api/v1/trail?from=2030-01-01T00:00:00Z')).json();
  assert.deepEqual(later.items, []);
  const proof = (await app.inject(`/api/v1/trail/${ids[0]}/proof`)).json();
  const bytes = (text: string) => Buffer.from(text, 'hex');
  assert.ok(
    verifyInclusion(
      proof.leafIndex,
      proof.head.treeSize,
      bytes(proof.leafHash),
      proof.inclusion.map(bytes),
      bytes(proof.head.rootHash),
    ),
  );
  who = bob;
  assert.equal((await app.inject('/api/v1/trail')).json().items.length, 3);
  assert.equal((await app.inject(`/api/v1/trail/${ids[0]}/proof`)).statusCode, 404);
  who = null;
  assert.equal((await app.inject('/api/v1/trail')).statusCode, 401);
});

test('an organisation takes a head away and verifies a later export against it; others stay hashes', async () => {
  who = bob;
  const kept = (
    await app.inject({ method: 'POST', url: '/api/v1/trail/heads/keep', payload: {} })
  ).json();
  assert.equal(kept.counter, 3);
  await write(ada, 3);
  const signer = openTrailSigner(dataDir);
  await sealAll({ database: world.test.database, clock: world.clock, signer });
  const { body } = await app.inject(`/api/v1/trail/export?details=true&head=${kept.treeSize}`);
  assert.ok(body.includes('"secret":"Bob"') && !body.includes('Ada'));
  const verdict = await verifyTrail(body.split('\n'), [kept]);
  assert.deepEqual(verdict.problems, []);
  assert.equal(verdict.detailsChecked, 3);
  const heads = (await app.inject(`/api/v1/trail/heads?from=${kept.treeSize}`)).json();
  assert.equal(heads.items[0].treeSize, 13);
  assert.equal(heads.keys.length, 1);
  assert.equal(heads.consistency.from, kept.treeSize);
  const other = `/api/v1/trail/export?organisation=${ada.organisationId}`;
  assert.equal((await app.inject(other)).statusCode, 403);
});
