import assert from 'node:assert/strict';
import { catalogue } from '#apps/catalogue.ts';
import { importBytes } from '#areas/operations/advisories/fixtures/import-run.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand } from '#kernel/command/command.ts';
import { relayAll } from '#tests/relay-events.ts';
import type { World } from '#tests/world.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { ecosystem, type Pair } from './fleet-store.ts';
import { timed } from './kit/bench.ts';
import type { Figures } from './kit/figures.ts';

interface NewHosts {
  readonly world: World;
  readonly who: Principal;
  readonly figures: Figures;
  readonly rounds: number;
  readonly perHost: number;
  /** Package versions that the store knows. */
  readonly pairs: readonly Pair[];
}

/**
 * A host like the others, from the bytes of its dpkg status file: imported with trail and events, and what touches it known, with the reactions
 * that follow.
 */
export async function newHostFiles(parts: NewHosts): Promise<void> {
  const { world, who, figures, rounds, perHost, pairs } = parts;
  const register = catalogue.registers.get('assets');
  const importer = catalogue.importers.get('dpkg-status');
  assert.ok(register !== undefined && importer !== undefined);
  const { create } = registerOperations(catalogue, register);
  const imported: number[] = [];
  const known: number[] = [];
  for (let n = -5; n < rounds; n += 1) {
    const fields = { name: `new-${n}`, kind: 'host', ecosystem };
    const { id: targetId } = await runCommand(world.runner, create, who, { fields });
    await relayAll(world.runner, catalogue);
    const own = Array.from({ length: perHost }, (_, at) => pairs[(at * 5 + n + 5) % pairs.length]);
    const bytes = new TextEncoder().encode(own.map(entryOf).join(''));
    const source = (async function* () {
      yield bytes;
    })();
    const read = await timed(async () => {
      const report = await importBytes(world, importer, who, source, { targetId, fileName: 'x' });
      assert.equal(report.failure, null);
      assert.ok(report.accepted >= perHost / 2, `${report.accepted} of ${perHost}`);
    });
    const answered = await timed(() => relayAll(world.runner, catalogue));
    world.clock.advance(1000);
    if (n < 0) continue;
    imported.push(read);
    known.push(read + answered);
  }
  const name = `new host of ${perHost} packages like the others, from its file`;
  figures.times(`${name}, imported`, imported, { at: 95, most: 100 });
  figures.times(`${name}, and what touches it known`, known);
}

function entryOf(pair: Pair | undefined): string {
  if (pair === undefined) return '';
  const { package: of, version } = pair;
  return `Package: package-${of}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nDescription: a package\n\n`;
}
