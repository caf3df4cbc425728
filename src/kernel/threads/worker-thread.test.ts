import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ThreadError, WorkerThread } from './worker-thread.ts';

/** Answers with what it is asked for, and never answers to "loop". */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, job }) => {
      while (job === 'loop');
      parentPort.postMessage({ id, result: job });
    });
  `)}`,
);

test('a job that takes longer than it may is refused, and the next one gets a new thread', async () => {
  const thread = new WorkerThread<string, string>(script, { mostMs: 1500 });
  assert.equal(await thread.ask('one'), 'one');
  const began = performance.now();
  await assert.rejects(
    thread.ask('loop'),
    (error) => error instanceof ThreadError && /longer than 1500 ms/.test(error.message),
  );
  assert.ok(performance.now() - began < 20_000);
  assert.equal(await thread.ask('two'), 'two');
  await thread.close();
});

test('without a limit a job may take its time', async () => {
  const thread = new WorkerThread<string, string>(script);
  assert.equal(await thread.ask('one'), 'one');
  await thread.close();
});
