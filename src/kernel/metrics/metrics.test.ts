import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { newId } from '#kernel/database/ids.ts';
import { createHttpApp } from '#kernel/http/http-app.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { healthRoutes } from './health-routes.ts';
import { createMetrics } from './metrics.ts';

let world: World;
before(async () => {
  world = await createWorld();
});
after(async () => {
  await world.close();
  await stopTestServer();
});

test('metrics tell what waits and how long requests took by route, to who has the token only', async () => {
  const { database } = world.test;
  const owner = await world.organisation('A');
  await inWriteTransaction(
    world.runner,
    { principal: systemPrincipal('test'), scope: { organisations: [owner] }, role: 'app' },
    async (context) => {
      const recordId = newId();
      context.emit({ name: 'something', ownerId: owner, recordId, payload: {} });
      context.record({
        ownerId: owner,
        action: 'a',
        kind: 'k',
        recordId,
        recordVersion: 1,
        details: {},
      });
    },
  );
  world.clock.advance(90_000);
  const jobs = { counts: async () => [{ kind: 'send-mail', waiting: 2, active: 1, dead: 0 }] };
  const metrics = createMetrics({ database, clock: world.clock, jobs });
  const config = readConfig({ DATA_DIR: '/nowhere', METRICS_TOKEN: 'a-long-enough-token' });
  let running = true;
  const log = createLog('silent');
  const app = await createHttpApp({ config, log, authenticate: async () => null });
  metrics.watchHttp(app);
  healthRoutes(app, { config, database, metrics, version: '1', jobsRunning: () => running });
  metrics.jobEnded('send-mail', 'completed', 0.2);
  assert.deepEqual((await app.inject('/api/v1/health')).json(), { status: 'ok' });
  assert.deepEqual((await app.inject('/api/v1/ready')).json(), {
    status: 'ready',
    version: '1',
    database: 'up',
    jobs: 'running',
  });
  running = false;
  assert.equal((await app.inject('/api/v1/ready')).statusCode, 503);
  assert.equal((await app.inject('/metrics')).statusCode, 401);
  const { body } = await app.inject({
    url: '/metrics',
    headers: { authorization: 'Bearer a-long-enough-token' },
  });
  assert.match(body, /^outbox_waiting 1$/m);
  assert.match(body, /^outbox_lag_seconds 90$/m);
  assert.match(body, /^trail_pending 1$/m);
  assert.match(body, /^deadline_lag_seconds 0$/m);
  assert.match(body, /^jobs\{kind="send-mail",phase="waiting"\} 2$/m);
  assert.match(
    body,
    /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/ready",status="200"\} 1/,
  );
  assert.match(body, /job_duration_seconds_count\{kind="send-mail",outcome="completed"\} 1/);
  await app.close();
});
