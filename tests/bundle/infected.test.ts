import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { sha256Hex } from '#engine/canonical.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { scannerOf } from '#kernel/files/clamd.ts';
import { type Clamd, prepareClamd, skipWithoutClamd, testVirus } from '#tests/clamd.ts';
import { stopTestServer } from '#tests/database.ts';
import { relayAll } from '#tests/relay-events.ts';
import type { BundleFault } from '#work/bundle/contract.ts';
import { importBundle } from '#work/bundle/import-bundle.ts';
import { archiveOf, draftBundle, evidenceItem, lines, logBytes } from './forge.ts';
import { type ReceivingWorld, receivingWorld } from './receiving-world.ts';

const mega = 1024 ** 2;

describe('a bundle and the scanner for malicious code', () => {
  let w: ReceivingWorld;
  let clamd: Clamd | undefined;
  before(async () => {
    w = await receivingWorld();
  });
  after(async () => {
    await w.close();
    await clamd?.remove();
    await stopTestServer();
  });
  const scanned = async () => {
    clamd ??= await prepareClamd(4 * mega);
    const scanner = scannerOf({ CLAMD_URL: clamd.url, CLAMD_MAX_BYTES: 2 * mega });
    return { clamd, parts: { ...w.parts, scanner } };
  };
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => assert.fail('it was imported'),
      (error: unknown) => {
        assert.ok(error instanceof AppError, String(error));
        return error;
      },
    );
  const foreignCases = async () =>
    (await w.query<{ n: number }>('select count(*)::int as n from foreign_case'))[0]?.n;

  it('refuses one with EICAR’s test file by the place, keeps nothing of it, and records the event', async (t) => {
    if (skipWithoutClamd(t)) return;
    const { clamd: daemon, parts } = await scanned();
    await daemon.start();
    const bytes = Buffer.concat([logBytes, testVirus]);
    const draft = draftBundle(w.sender);
    const path = `files/${sha256Hex(bytes)}`;
    draft.parts.delete(`files/${sha256Hex(logBytes)}`);
    draft.parts.set(
      'evidence.jsonl',
      lines(evidenceItem(sha256Hex(bytes), bytes.length, w.ids.xx)),
    );
    draft.parts.set(path, bytes);
    const intake = await w.receive(archiveOf(draft, w.signer));
    const refused = await refusal(importBundle(parts, w.niso, intake.id));
    assert.equal(refused.code, 'bundle-unverified', refused.message);
    const [fault] = refused.faults as BundleFault[];
    assert.deepEqual([fault?.code, fault?.path], ['infected', path]);
    assert.equal(await foreignCases(), 0);
    const folder = join(w.dataDir, 'files', w.ids.xx);
    const kept = readdirSync(folder, { recursive: true }).filter((name) =>
      existsSync(join(folder, String(name))),
    );
    assert.ok(!kept.some((name) => String(name).includes(sha256Hex(bytes).slice(2))), 'its bytes');
    await relayAll(w.world.runner, catalogue);
    const events = await w.query<{ kind: string; sha256: string; title: string; state: string }>(
      'select kind, sha256, title, state from security_event',
    );
    assert.equal(events.length, 1, JSON.stringify(events));
    assert.deepEqual([events[0]?.kind, events[0]?.sha256], ['malicious-code', sha256Hex(bytes)]);
    assert.match(events[0]?.title ?? '', /^Eicar-Test-Signature.*: INC-2026-0001, Central body$/);
  });

  it('waits for a scanner that is away, then imports what is clean', async (t) => {
    if (skipWithoutClamd(t)) return;
    const { clamd: daemon, parts } = await scanned();
    await daemon.stop();
    const intake = await w.receive(archiveOf(draftBundle(w.sender), w.signer));
    const refused = await refusal(importBundle(parts, w.niso, intake.id));
    assert.equal(refused.code, 'scanner-away');
    assert.equal(await foreignCases(), 0);
    await daemon.start();
    assert.equal((await importBundle(parts, w.niso, intake.id)).outcome, 'new');
  });
});
