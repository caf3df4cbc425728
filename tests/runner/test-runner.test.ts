import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { repositoryRoot } from '#tests/tidy/house.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A checkout that has nothing but the scripts and the given test files. */
function makeCheckout(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'commonward-runner-'));
  folders.push(root);
  cpSync(join(repositoryRoot, 'scripts'), join(root, 'scripts'), { recursive: true });
  symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{"type": "module"}');
  const head = `import { test } from 'node:test'; import assert from 'node:assert/strict';\n`;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), head + text);
  }
  return root;
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly lastLine: string;
}

async function runTests(
  root: string,
  args: readonly string[],
  { ci = 'false', interruptAfter = '' } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'test.mjs'), ...args], {
    env: { ...process.env, CI: ci, NODE_TEST_CONTEXT: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part;
    if (interruptAfter !== '' && output.includes(interruptAfter)) child.kill('SIGINT');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, lastLine: output.trimEnd().split('\n').at(-1) ?? '' };
}

const pass = `test('passes', () => undefined);`;

test('passing families end with code 0, and the last line counts them', async () => {
  const root = makeCheckout({ 'tests/tidy/a.test.ts': pass, 'src/engine/b.test.ts': pass + pass });
  const { code, lastLine } = await runTests(root, ['tidy', 'engine']);
  assert.equal(lastLine, '3 passed, 0 failed');
  assert.equal(code, 0);
});

test('a failure, a crash, a hang and a leak count as failed, and the rest still runs', async () => {
  const root = makeCheckout({
    'src/engine/a.test.ts': `${pass} test('outer', async (t) => { await t.test('differs', () => assert.equal(1, 2)); });`,
    'src/formats/b.test.ts': `${pass} test('crashes', () => process.exit(0));`,
    'src/documents/c.test.ts': `${pass} test('hangs', () => { for (;;) {} });`,
    'src/standards/d.test.ts': `${pass} setInterval(() => undefined, 1000);`,
    'tests/tidy/e.test.ts': `${pass} test('skips', { skip: 'for a reason' }, () => undefined);`,
  });
  const families = ['engine', 'formats', 'documents', 'standards', 'tidy'];
  const { code, output, lastLine } = await runTests(root, [...families, '--limit-seconds', '2']);
  assert.match(lastLine, /^[345] passed, 4 failed, 1 skipped$/);
  assert.equal(code, 1);
  assert.match(output, /FAILED engine: outer › differs\n {2}src\/engine\/a\.test\.ts:\d+/);
  assert.match(output, /the family did not finish/);
  assert.match(output, /took longer than 2 s/);
  assert.match(output, /for a reason\n {4}tidy: skips/);
});

test('in continuous integration only what the platform cannot do may be skipped', async () => {
  const root = makeCheckout({
    'tests/tidy/a.test.ts': `test('one', { skip: 'no corpus' }, () => undefined);
      test('two', { skip: 'platform: not here' }, () => undefined);`,
  });
  const { lastLine } = await runTests(root, ['tidy'], { ci: 'true' });
  assert.equal(lastLine, '0 passed, 1 failed, 1 skipped');
});

test('a part is chosen by a part of its path, and an unknown one fails', async () => {
  const root = makeCheckout({ 'tests/tidy/a.test.ts': pass, 'tests/tidy/b.test.ts': pass + pass });
  assert.equal((await runTests(root, ['tests/tidy/b'])).lastLine, '2 passed, 0 failed');
  assert.equal((await runTests(root, ['nothing'])).lastLine, '0 passed, 1 failed');
});

test('Ctrl-C ends the families and still prints the last line', async () => {
  const root = makeCheckout({
    'src/engine/a.test.ts': pass,
    'src/formats/b.test.ts': `test('hangs', () => { for (;;) {} });`,
  });
  const ended = await runTests(root, ['engine', 'formats'], { interruptAfter: 'ok   engine' });
  assert.match(ended.lastLine, /^1 passed, 1 failed/);
  assert.notEqual(ended.code, 0);
});
