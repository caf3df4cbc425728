import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stopTestServer } from '#tests/database.ts';
import type { ImportOutcome } from '#work/bundle/contract.ts';
import { importBundle } from '#work/bundle/import-bundle.ts';
import { intakeLifeMs, sweepIntakes } from '#work/bundle/sweep-intakes.ts';
import { archiveOf, draftBundle } from './forge.ts';
import { type ReceivingWorld, receivingWorld } from './receiving-world.ts';

const child = fileURLToPath(new URL('importing-child.ts', import.meta.url));

describe('an import that ends in the middle', () => {
  let w: ReceivingWorld;
  before(async () => {
    w = await receivingWorld();
  });
  after(async () => {
    await w.close();
    await stopTestServer();
  });

  const count = async (table: string) => {
    const [row] = await w.query<{ n: number }>(`select count(*)::int as n from ${table}`);
    return row?.n ?? -1;
  };

  async function written(): Promise<number[]> {
    const tables = ['foreign_case', 'foreign_case_revision', 'foreign_case_part'];
    return Promise.all([...tables, 'foreign_case_item'].map(count));
  }

  function stored(): number {
    const folder = join(w.dataDir, 'files', w.ids.xx);
    if (!existsSync(folder)) return 0;
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    ).length;
  }

  /** Starts an import that waits in its transaction, after the case and before its objects, and kills it there. */
  async function killedWhileImporting(intakeId: string): Promise<void> {
    const blocker = await w.world.test.database.connect();
    let process_: ChildProcess | undefined;
    try {
      await blocker.query('begin');
      await blocker.query('lock table foreign_case_item in access exclusive mode');
      const args = [w.world.test.url, w.dataDir, intakeId, JSON.stringify(w.niso)];
      process_ = spawn(process.execPath, [child, ...args], { stdio: 'inherit' });
      await waiting(process_);
      const ended = new Promise((resolve) => process_?.once('exit', resolve));
      process_.kill('SIGKILL');
      await ended;
    } finally {
      process_?.kill('SIGKILL');
      await blocker.query('rollback');
      blocker.release();
    }
  }

  async function waiting(process_: ChildProcess): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      assert.equal(process_.exitCode, null, 'the import ended before it was killed');
      const [row] = await w.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and query like '%foreign_case_item%'`,
      );
      if ((row?.n ?? 0) > 0) return;
      await delay(100);
    }
    throw new Error('the import does not come to the lock');
  }

  it('leaves nothing half-written when its process is killed, and goes well afterwards', async () => {
    const intake = await w.receive(archiveOf(draftBundle(w.sender), w.signer));
    await killedWhileImporting(intake.id);
    assert.deepEqual(await written(), [0, 0, 0, 0]);
    assert.equal(await count('bundle_intake'), 1, 'it can be imported again');
    const done: ImportOutcome = await importBundle(w.parts, w.niso, intake.id);
    assert.equal(done.outcome, 'new');
    assert.deepEqual(await written(), [1, 1, 4, 5]);
    assert.equal(await count('bundle_intake'), 0);
  });

  it('is forgotten with its bytes after a day, when nobody imports it; what was imported stays', async () => {
    const before = stored();
    const other = archiveOf(draftBundle(w.sender), w.signer);
    const intake = await w.receive(other);
    await killedWhileImporting(intake.id);
    assert.ok(stored() > before, 'parts of it are in the store');
    assert.equal(await sweepIntakes(w.parts.runner, w.parts.files), 0, 'not yet');
    w.world.clock.advance(intakeLifeMs + 1000);
    assert.equal(await sweepIntakes(w.parts.runner, w.parts.files), 1);
    assert.equal(stored(), before);
    assert.deepEqual(await written(), [1, 1, 4, 5]);
  });
});
