import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Principal } from '#kernel/access/principal.ts';
import { inWriteTransaction, runQuery } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { readConfig } from '#kernel/config/config.ts';
import { createHttpApp } from '#kernel/http/http-app.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { jobRoutes } from './job-routes.ts';
import { createJobs, type Job, type Jobs } from './jobs.ts';
import { enqueueWithProgress, readJob } from './progress.ts';

let world: World;
let jobs: Jobs;
let organisation: string;
let member: Principal;
const log = createLog('silent');
const seen: Job[] = [];
let broken = true;

before(async () => {
  world = await createWorld();
  organisation = await world.organisation('A');
  member = await world.person('Ada', organisation, ['system-administrator', 'auditor']);
  jobs = newJobs();
  await jobs.start();
});
after(async () => {
  await jobs.stop();
  await world.close();
  await stopTestServer();
});

function newJobs(): Jobs {
  const made = createJobs({
    database: world.test.database,
    log,
    clock: world.clock,
    moveEveryMs: 50,
  });
  made.work('note', async (job) => void seen.push(job));
  made.work(
    'long',
    async (job) => {
      await job.report({ done: 1, total: 2, message: 'half' });
      await delay(700);
      return { rows: 2 };
    },
    { retry: 0 },
  );
  made.work(
    'fragile',
    async (job) => {
      if (broken) throw new Error('no luck');
      seen.push(job);
    },
    { retry: 1, backOffSeconds: 1 },
  );
  return made;
}

function ask<T>(work: (context: WriteContext) => Promise<T>): Promise<T> {
  return inWriteTransaction(
    world.runner,
    { principal: member, scope: { organisations: [organisation] }, role: 'app' },
    work,
  );
}

async function until(what: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await delay(50);
  }
}

test('what a transaction asks for is done once after its commit, and never when it fails', async () => {
  await ask(async (context) => {
    for (let i = 0; i < 5; i += 1) context.enqueue({ kind: 'note', payload: { i } });
  });
  await assert.rejects(
    ask(async (context) => {
      context.enqueue({ kind: 'note', payload: { i: 'never' } });
      throw new Error('undone');
    }),
  );
  await until(() => seen.filter((job) => job.kind === 'note').length >= 5);
  await delay(300);
  assert.deepEqual(seen.map((job) => job.payload['i']).sort(), [0, 1, 2, 3, 4]);
});

test('work for later waits for the kernel clock; a second job of a key is dropped while the first waits', async () => {
  const before = seen.length;
  const startAfter = new Date(world.clock.now().getTime() + 3_600_000);
  await ask(async (context) => {
    context.enqueue({ kind: 'note', payload: { later: 1 }, startAfter, key: 'digest' });
    context.enqueue({ kind: 'note', payload: { later: 2 }, startAfter, key: 'digest' });
  });
  await delay(400);
  assert.equal(seen.length, before);
  world.clock.advance(3_600_000);
  jobs.nudge();
  await until(() => seen.length > before);
  await delay(400);
  assert.equal(seen.length, before + 1);
});

test('long work reports progress to the people of its organisation only, also as server-sent events', async () => {
  const id = await ask((context) =>
    enqueueWithProgress(context, { kind: 'long', ownerId: organisation, payload: {} }),
  );
  const app = await createHttpApp({
    config: readConfig({ DATA_DIR: '/nowhere' }),
    log,
    authenticate: async () => member,
  });
  jobRoutes(app, world.runner, jobs);
  const stream = await app.inject({ url: `/api/v1/jobs/${id}/events` });
  assert.match(stream.body, /event: progress\ndata: .*"message":"half"/);
  assert.match(stream.body, /event: end\ndata: .*"result":\{"rows":2\}/);
  const view = await app.inject({ url: `/api/v1/jobs/${id}` });
  assert.equal(view.statusCode, 200);
  assert.equal(view.json().phase, 'done');
  await app.close();
  const other = await world.person('Bob', await world.organisation('B'), []);
  await assert.rejects(runQuery(world.runner, readJob, other, { id }), { status: 404 });
});

test('a job that fails at every try is a dead letter that an administrator, and nobody else, sees and replays', async () => {
  await ask(async (context) => context.enqueue({ kind: 'fragile', payload: { x: 1 } }));
  await until(async () => (await jobs.dead(10)).length === 1);
  let who = await world.person('Eve', organisation, ['security-manager']);
  const app = await createHttpApp({
    config: readConfig({ DATA_DIR: '/nowhere' }),
    log,
    authenticate: async () => who,
  });
  jobRoutes(app, world.runner, jobs);
  assert.equal((await app.inject({ url: '/api/v1/jobs?state=dead' })).statusCode, 403);
  who = member;
  const [dead] = (await app.inject({ url: '/api/v1/jobs?state=dead' })).json().items;
  assert.equal(dead.kind, 'fragile');
  assert.equal(dead.attempts, 2);
  assert.match(dead.error, /no luck/);
  for (const state of ['running', 'waiting']) {
    const live = await app.inject({ url: `/api/v1/jobs?state=${state}` });
    assert.equal(live.statusCode, 200, live.body);
    assert.ok(Array.isArray(live.json().items));
  }
  broken = false;
  const replay = await app.inject({ method: 'POST', url: `/api/v1/jobs/${dead.id}/replay` });
  assert.equal(replay.statusCode, 202);
  await until(() => seen.some((job) => job.kind === 'fragile'));
  assert.deepEqual(await jobs.dead(10), []);
  const again = await app.inject({ method: 'POST', url: `/api/v1/jobs/${dead.id}/replay` });
  assert.equal(again.statusCode, 404);
  await app.close();
});

test('a second copy starts quickly beside the first and stops cleanly', async () => {
  const started = performance.now();
  const second = newJobs();
  await second.start();
  const ms = performance.now() - started;
  assert.ok(ms < 3000, `${ms} ms`);
  await second.stop();
});

test('a killed worker holds back no kind of work for longer than its signs of life last, not even what the calendar sends', async () => {
  const { rows } = await world.test.database.transaction(
    { role: 'owner', scope: [], person: null },
    ({ client }) =>
      client.query(`select name from pgboss.queue where coalesce(heartbeat_seconds, 900) > 15`),
  );
  // Nobody works on dead letters.
  assert.deepEqual(
    rows.map(({ name }) => name).filter((name) => !name.startsWith('dead')),
    [],
  );
});
