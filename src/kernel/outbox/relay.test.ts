import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { deadReactions, pruneEvents, replayReactions } from './dead-letters.ts';
import { type EventReaction, relayEvents } from './relay.ts';

let world: World;
let a: string;
let b: string;
const log = createLog('silent');
before(async () => {
  world = await createWorld();
  a = await world.organisation('A');
  b = await world.organisation('B');
});
beforeEach(() => asOwner('truncate outbox_event, outbox_delivery, outbox_failure, trail_entry'));
after(async () => {
  await world.close();
  await stopTestServer();
});

function asOwner(text: string, values: unknown[] = []) {
  return world.test.database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
    client.query(text, values),
  );
}

async function emit(ownerId: string, recordId: string, ...numbers: number[]): Promise<void> {
  for (const number of numbers) {
    await inWriteTransaction(
      world.runner,
      { principal: systemPrincipal('test'), scope: { organisations: [ownerId] }, role: 'app' },
      async (context) => context.emit({ name: 'counted', ownerId, recordId, payload: { number } }),
    );
  }
}

/** Leaves a trail entry for each event, so that what was written with the delivery can be counted. */
function counting(id: string, fail: (number: unknown) => boolean = () => false): EventReaction {
  return {
    id,
    on: 'counted',
    run: async (context, event) => {
      context.record({
        ownerId: event.ownerId,
        action: id,
        kind: 'count',
        recordId: event.recordId,
        recordVersion: Number(event.payload['number']),
        details: {},
      });
      await context.client.query('select 1');
      if (fail(event.payload['number'])) throw new Error('not today');
    },
  };
}

async function counted(id: string): Promise<number[]> {
  const { rows } = await asOwner(
    'select record_version as n from trail_entry where action = $1 order by id',
    [id],
  );
  return rows.map((row) => row.n);
}

async function drain(reactions: readonly EventReaction[], options = {}): Promise<void> {
  while ((await relayEvents({ runner: world.runner, reactions, log, ...options })) > 0);
}

test('events of a record are answered in their order, once, by every reaction, under their owner', async () => {
  const record = newId();
  await emit(a, record, 1, 2, 3, 4);
  await emit(b, newId(), 9);
  const reactions = [counting('first'), counting('second')];
  await Promise.all([drain(reactions), drain(reactions), drain(reactions)]);
  await drain(reactions);
  assert.deepEqual(
    (await counted('first')).filter((n) => n < 9),
    [1, 2, 3, 4],
  );
  assert.deepEqual((await counted('second')).sort(), [1, 2, 3, 4, 9]);
  const owners = await asOwner(
    'select owner_id, count(*) as n from trail_entry group by 1 order by 2',
  );
  assert.deepEqual(owners.rows, [
    { owner_id: b, n: 2 },
    { owner_id: a, n: 8 },
  ]);
});

test('a delivery that is repeated after a crash does nothing again', async () => {
  await emit(a, newId(), 1);
  const reactions = [counting('once')];
  await drain(reactions);
  await asOwner('update outbox_event set relayed_at = null');
  await drain(reactions);
  assert.deepEqual(await counted('once'), [1]);
});

test('a failing reaction leaves nothing, waits longer each time, holds back its record only, and ends as a dead letter', async () => {
  const record = newId();
  await emit(a, record, 1, 2);
  await emit(a, newId(), 7);
  let broken = true;
  const reactions = [counting('flaky', (n) => broken && n === 1), counting('steady')];
  const options = { maxAttempts: 3, backOffMs: 1000 };
  await relayEvents({ runner: world.runner, reactions, log, ...options });
  await drain(reactions, options);
  assert.deepEqual(await counted('flaky'), [7]);
  assert.deepEqual((await counted('steady')).sort(), [1, 7]);
  world.clock.advance(1001);
  await drain(reactions, options);
  assert.deepEqual(await deadReactions(world.runner, 10), []);
  world.clock.advance(1001);
  await drain(reactions, options);
  assert.deepEqual(await deadReactions(world.runner, 10), [], 'the second wait is longer');
  world.clock.advance(1001);
  await drain(reactions, options);
  const dead = await deadReactions(world.runner, 10);
  assert.deepEqual(
    dead.map(({ reaction, attempts, lastError }) => ({ reaction, attempts, lastError })),
    [{ reaction: 'flaky', attempts: 3, lastError: 'Error: not today' }],
  );
  await drain(reactions, options);
  assert.deepEqual(
    await counted('flaky'),
    [7, 2],
    'the next event of the record follows a dead letter',
  );
  broken = false;
  assert.ok(await replayReactions(world.runner, dead[0]?.eventId ?? ''));
  await drain(reactions, options);
  assert.deepEqual(await counted('flaky'), [7, 2, 1]);
  assert.deepEqual((await counted('steady')).sort(), [1, 2, 7]);
  assert.deepEqual(await deadReactions(world.runner, 10), []);
});

test('events that nothing answers are passed by, and what was handed over is removed after thirty days', async () => {
  await emit(a, newId(), 1, 2, 3);
  assert.equal(await relayEvents({ runner: world.runner, reactions: [], log }), 3);
  assert.equal(await pruneEvents(world.runner), 0);
  world.clock.advance(31 * 86_400_000);
  assert.equal(await pruneEvents(world.runner), 3);
});
