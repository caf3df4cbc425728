import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { AppError } from '#kernel/errors/app-error.ts';
import { archiveOf, caseItem, draftBundle, lines } from '#tests/bundle/forge.ts';
import { type ReceivingWorld, receivingWorld } from '#tests/bundle/receiving-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { importBundle } from '#work/bundle/import-bundle.ts';
import { discardBundle } from '#work/bundle/receive-bundle.ts';
import { bundleAttacks } from './bundle-attacks.ts';

/** How much the process may grow by one hostile file, whatever its size. */
const mostGrowthBytes = 256 * 1024 * 1024;

const tables = ['foreign_case', 'foreign_case_revision', 'foreign_case_part', 'foreign_case_item'];

describe('bundles against hostile input', () => {
  let w: ReceivingWorld;
  before(async () => {
    w = await receivingWorld();
  });
  after(async () => {
    await w.close();
    await stopTestServer();
  });

  async function rows(): Promise<number> {
    const counts = tables.map((name) => `select count(*)::int as n from ${name}`);
    const found = await w.query<{ n: number }>(counts.join(' union all '));
    return found.reduce((sum, { n }) => sum + n, 0);
  }

  /** Files of the organisation in the store. */
  function stored(): string[] {
    const folder = join(w.dataDir, 'files', w.ids.xx);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);
  }

  for (const attack of bundleAttacks) {
    it(`${attack.name}: says where, writes nothing, holds little`, async () => {
      const bytes = attack.bytes(w);
      const [before, files] = [await rows(), stored()];
      const atRest = process.memoryUsage.rss();
      let most = atRest;
      const watch = setInterval(() => {
        most = Math.max(most, process.memoryUsage.rss());
      }, 20);
      const intake = await w.receive(bytes).finally(() => clearInterval(watch));
      assert.ok(most - atRest < mostGrowthBytes, `${(most - atRest) / 1048576} MiB more`);
      const [fault] = intake.faults;
      assert.ok(fault, 'it was believed');
      assert.equal(intake.verified, false);
      assert.equal(fault.code, attack.code, JSON.stringify(intake.faults));
      if (typeof attack.place === 'string') assert.equal(fault.path, attack.place);
      else assert.match(fault.path, attack.place);
      assert.ok(fault.message.length > 5, fault.message);
      assert.equal(({} as { polluted?: unknown }).polluted, undefined);
      const refused = await importBundle(w.parts, w.niso, intake.id).then(
        () => null,
        (error: unknown) => error,
      );
      assert.ok(refused instanceof AppError, String(refused));
      assert.equal(refused.code, 'bundle-unverified', refused.message);
      assert.equal(await rows(), before);
      await discardBundle(w.parts, w.niso, intake.id);
      assert.deepEqual(stored(), files, 'bytes of a refused bundle stay in the store');
    });
  }

  it('then takes the good one', async () => {
    const intake = await w.receive(archiveOf(draftBundle(w.sender), w.signer));
    assert.deepEqual(intake.faults, []);
    const done = await importBundle(w.parts, w.niso, intake.id);
    assert.deepEqual([done.outcome, done.revision], ['new', 1]);
    assert.equal(await rows(), 1 + 1 + 4 + 5);
  });

  it('refuses another content under a revision that is here, and changes nothing', async () => {
    const draft = draftBundle(w.sender);
    const first = await w.receive(archiveOf(draft, w.signer));
    await importBundle(w.parts, w.niso, first.id);
    const before = await rows();
    draft.parts.set('case.json', lines({ ...caseItem(), fields: { summary: 'Another story.' } }));
    const second = await w.receive(archiveOf(draft, w.signer));
    assert.deepEqual([second.verified, second.outcome], [true, 'contradiction']);
    const refused = await importBundle(w.parts, w.niso, second.id).catch((error: unknown) => error);
    assert.ok(refused instanceof AppError);
    assert.deepEqual([refused.status, refused.code], [409, 'contradiction']);
    assert.equal(await rows(), before);
  });

  it('refuses what was verified while its signer was trusted, once trust is withdrawn', async () => {
    const intake = await w.receive(archiveOf(draftBundle(w.sender), w.signer));
    assert.equal(intake.verified, true);
    await w.query(`update known_installation set state = 'withdrawn'`);
    const refused = await importBundle(w.parts, w.niso, intake.id).catch((error: unknown) => error);
    assert.ok(refused instanceof AppError);
    assert.deepEqual([refused.code, refused.faults[0]?.code], ['bundle-unverified', 'unknown-key']);
  });
});
