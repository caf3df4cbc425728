import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { analysed } from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import { stopTestServer } from '#tests/database.ts';
import { type TwoInstallations, trust, twoInstallations } from './two-installations.ts';

const bin = fileURLToPath(new URL('../../bin/commonward.mjs', import.meta.url));

describe('bundles by the command line', () => {
  let two: TwoInstallations;
  let folder: string;
  let file: string;
  before(async () => {
    two = await twoInstallations();
    folder = mkdtempSync(join(tmpdir(), 'commonward-cli-bundle-'));
    file = join(folder, 'incident.zip');
    await analysed(two.here);
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await two.close();
    await stopTestServer();
  });

  async function run(args: readonly string[]): Promise<{ code: number | null; out: string }> {
    const env = { ...process.env, DATA_DIR: folder };
    const child = spawn(process.execPath, [bin, 'bundle', ...args], { env });
    const [out, , code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve) => child.once('exit', resolve)),
    ]);
    return { code, out };
  }
  const here = () => ['--url', two.here.http.base, '--token', two.tokens.liso, '--json'];
  const there = () => ['--url', two.there.base, '--token', two.tokens.niso, '--json'];

  it('exports, verifies offline, and refuses what is not trusted, with exit codes', async () => {
    const plan = await run(['export', 'INC-2026-0001', '--to', 'ZZ', '--plan', ...here()]);
    assert.equal(plan.code, 3, plan.out);
    assert.equal(JSON.parse(plan.out).refusals[0].code, 'not-shared');
    const done = await run(['export', 'INC-2026-0001', '--to', 'XX', '--out', file, ...here()]);
    assert.equal(done.code, 0, done.out);
    const { revision, fingerprint } = JSON.parse(done.out);
    assert.equal(revision, 1);
    const good = await run(['verify', file, '--fingerprint', fingerprint, '--json']);
    assert.deepEqual([good.code, JSON.parse(good.out).verified], [0, true]);
    const other = await run(['verify', file, '--fingerprint', 'ab'.repeat(32), '--json']);
    assert.equal(other.code, 6);
    const early = await run(['import', file, ...there()]);
    assert.deepEqual([early.code, JSON.parse(early.out).faults[0].code], [6, 'unknown-key']);
  });

  it('finds a changed byte without any database', async () => {
    const bytes = readFileSync(file);
    const at = bytes.indexOf('files/') + 100;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const bad = join(folder, 'bad.zip');
    writeFileSync(bad, bytes);
    const found = await run(['verify', bad, '--json']);
    assert.equal(found.code, 6, found.out);
  });

  it('imports once, and says so when it comes again', async () => {
    await trust(two, two.here.people.liso);
    const look = await run(['import', file, '--look', ...there()]);
    assert.deepEqual([look.code, JSON.parse(look.out).outcome], [0, 'new'], look.out);
    const first = await run(['import', file, ...there()]);
    assert.deepEqual([first.code, JSON.parse(first.out).outcome], [0, 'new'], first.out);
    const again = await run(['import', file, ...there()]);
    assert.deepEqual([again.code, JSON.parse(again.out).outcome], [0, 'unchanged'], again.out);
  });
});
