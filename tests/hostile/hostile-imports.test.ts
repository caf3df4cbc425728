import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { importBytes } from '#areas/operations/advisories/fixtures/import-run.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { attacks, type Sample, type Source } from './attacks.ts';
import { samples } from './samples.ts';

/** How much the process may grow by one hostile file, whatever its size. */
const mostGrowthBytes = 256 * 1024 * 1024;

/** Written by every import, good or bad: its own report, its trail and events. Names of packages are interned before rows are judged. */
const ofTheImport =
  /^(import_run|import_fault|trail_.*|outbox_.*|package_name|package_version|job_.*)$/;

describe('every importer against hostile input', () => {
  let world: World;
  let who: Principal;
  let tables: string[];

  before(async () => {
    world = await createWorld();
    const organisation = await world.organisation('TELCO');
    who = await world.person('Ina Import', organisation, ['security-manager', 'asset-manager']);
    const rows = await sql<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    tables = rows.map(({ name }) => name).filter((name) => !ofTheImport.test(name));
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  const sql = <T extends object>(text: string): Promise<T[]> =>
    world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => (await client.query<T>(text)).rows,
    );

  /** Number of rows and a digest of each table, so that nothing can be written unseen. */
  async function contents(): Promise<Record<string, string>> {
    const parts = tables.map(
      (name) =>
        `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as content from ${name} t`,
    );
    const rows = await sql<{ name: string; content: string }>(parts.join(' union all '));
    return Object.fromEntries(rows.map(({ name, content }) => [name, content]));
  }

  async function targetOf(format: string): Promise<{ targetId?: string }> {
    const importer = catalogue.importers.get(format);
    if (importer?.target === null) return {};
    const assets = registerOperations(catalogue, catalogue.registers.get('assets')!);
    const made = await runCommand(world.runner, assets.create, who, {
      fields: { name: `host of ${format}`, kind: 'host', ecosystem: 'Debian:12' },
    });
    return { targetId: made.id };
  }

  const bytesOf = (source: Source) => (typeof source === 'function' ? source() : source);
  const run = async (format: string, source: Source, target: { targetId?: string }) =>
    importBytes(world, catalogue.importers.get(format)!, who, bytesOf(source), target);

  it('knows a good file and every attack for each importer of the product', () => {
    assert.deepEqual(Object.keys(samples).sort(), [...catalogue.importers.keys()].sort());
  });

  for (const [format, sampleOf] of Object.entries(samples)) {
    describe(format, () => {
      let sample: Sample;
      let target: { targetId?: string };
      before(async () => {
        sample = sampleOf();
        target = await targetOf(format);
      });

      for (const attack of attacks) {
        it(`${attack}: says where, writes nothing, holds little`, async () => {
          const untouched = await contents();
          const atRest = process.memoryUsage.rss();
          let most = atRest;
          const watch = setInterval(() => {
            most = Math.max(most, process.memoryUsage.rss());
          }, 20);
          const report = await run(format, sample.hostile[attack], target).finally(() =>
            clearInterval(watch),
          );
          const shown = JSON.stringify(report).slice(0, 1500);
          assert.ok(most - atRest < mostGrowthBytes, `${(most - atRest) / 1048576} MiB more`);
          for (const { place, message, code } of report.faults) {
            assert.ok(Object.keys(place).length > 0, `no place: ${code} ${message}`);
            assert.ok(message.length > 5, code);
          }
          assert.equal(({} as { polluted?: unknown }).polluted, undefined);
          if (sample.harmless?.[attack] !== undefined) return;
          assert.ok(report.refused > 0, shown);
          assert.equal(report.accepted, 0, shown);
          assert.deepEqual(await contents(), untouched, shown);
        });
      }

      it('then takes the good file', async () => {
        const report = await run(format, sample.good, target);
        const taken = report.accepted + report.unchanged;
        assert.deepEqual([taken, report.refused], [1, 0], JSON.stringify(report));
      });
    });
  }
});
