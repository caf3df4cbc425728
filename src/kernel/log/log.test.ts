import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from './log.ts';

function written(work: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  work(createLog('debug', { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

test('what is called a secret is hidden, in the object, in what it holds and in what that holds', () => {
  for (const name of ['password', 'token', 'secret', 'authorization', 'cookie', 'passphrase']) {
    const held = { [name]: 'correct-horse', kept: 'seen' };
    const text = written((log) => {
      log.info(held, 'beside');
      log.info({ account: held }, 'one below');
      log.info({ req: { headers: held } }, 'two below');
      log.info({ job: { req: { headers: held } } }, 'three below');
    });
    assert.ok(!text.includes('correct-horse'), `${name}: ${text}`);
    assert.equal(text.split('[hidden]').length - 1, 4, text);
    assert.equal(text.split('seen').length - 1, 4, 'what is no secret stays');
  }
});

test('an error tells its message, code and cause, without what hangs on it and without passwords of addresses', () => {
  const cause = Object.assign(new Error('no answer from postgresql://owner:tiger@db:5432/x'), {
    code: 'ECONNREFUSED',
    connection: { key: 'lion' },
  });
  const text = written((log) => log.error({ err: new Error('it failed', { cause }) }, 'oh'));
  assert.doesNotMatch(text, /tiger|lion/);
  assert.match(text, /it failed.*postgresql:\/\/owner:\[hidden\]@db:5432.*ECONNREFUSED/s);
});

test('each line is one JSON object with its instant', () => {
  const lines = written((log) => {
    log.info('one');
    log.warn({ n: 2 }, 'two\nlines');
  }).trimEnd();
  const read = lines.split('\n').map((line) => JSON.parse(line) as { at: string; msg: string });
  assert.deepEqual(
    read.map(({ msg }) => msg),
    ['one', 'two\nlines'],
  );
  assert.ok(read.every(({ at }) => !Number.isNaN(Date.parse(at))));
});
