import assert from 'node:assert/strict';
import { catalogue } from '#apps/catalogue.ts';
import { importBytes } from '#areas/operations/advisories/fixtures/import-run.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { type Bench, peakMemoryMb } from './kit/bench.ts';
import type { Figures } from './kit/figures.ts';
import { randomOf } from './kit/seeded.ts';

/** Inventories from their bytes into PostgreSQL with row security, trail and events on. */
export const bench: Bench = {
  run: async (figures, { small }) => {
    const world = await createWorld();
    try {
      const owner = await world.organisation('BENCH');
      const who = await world.person('Ana Assets', owner, ['asset-manager']);
      const parts = { figures, world, who };
      await largeInventory(parts, small ? 2000 : 200_000);
      await largeFile(parts, small ? 1 : 500);
      await hosts(parts, small ? 3 : 100);
    } finally {
      await world.close();
      await stopTestServer();
    }
  },
};

interface Parts {
  readonly figures: Figures;
  readonly world: World;
  readonly who: Principal;
}

async function assetOf({ world, who }: Parts, name: string): Promise<string> {
  const register = catalogue.registers.get('assets');
  assert.ok(register !== undefined);
  const { create } = registerOperations(catalogue, register);
  const fields = { name, kind: 'host', ecosystem: 'Debian:12' };
  return (await runCommand(world.runner, create, who, { fields })).id;
}

/** Seconds that the import of a source takes. */
async function importing(
  { world, who }: Parts,
  format: string,
  targetId: string,
  source: AsyncIterable<Uint8Array>,
): Promise<number> {
  const importer = catalogue.importers.get(format);
  assert.ok(importer !== undefined);
  const started = performance.now();
  const report = await importBytes(world, importer, who, source, { targetId, fileName: 'bench' });
  assert.equal(report.failure, null);
  world.clock.advance(1000);
  return (performance.now() - started) / 1000;
}

const encoder = new TextEncoder();

/** Components of different packages; `filler` is text that each of them carries along. */
async function* bom(
  count: number,
  of: { readonly prefix: string; readonly changed: number; readonly filler: string },
): AsyncGenerator<Uint8Array> {
  yield encoder.encode('{"bomFormat":"CycloneDX","specVersion":"1.5","components":[');
  let text = '';
  for (let n = 0; n < count; n += 1) {
    const version = `1.0.${n % 100 === 0 ? of.changed : 0}`;
    const name = `${of.prefix}-${n}`;
    text += `${n === 0 ? '' : ','}{"type":"library","bom-ref":"r${n}","name":"${name}","version":"${version}","purl":"pkg:npm/${name}@${version}"${of.filler}}`;
    if (text.length > 64_000) {
      yield encoder.encode(text);
      text = '';
    }
  }
  yield encoder.encode(`${text}]}`);
}

async function largeInventory(parts: Parts, components: number): Promise<void> {
  const { figures } = parts;
  const target = await assetOf(parts, 'large');
  const rate = async (name: string, changed: number) => {
    const source = bom(components, { prefix: 'large', changed, filler: '' });
    const seconds = await importing(parts, 'cyclonedx', target, source);
    figures.add(name, components / seconds, 'components/s', { least: 20_000 });
  };
  await rate('components a second, none known before', 0);
  await rate('components a second, one in a hundred changed', 1);
}

/** A file of so many megabytes, whose components carry descriptions, licences and hashes as real ones do. */
async function largeFile(parts: Parts, megabytes: number): Promise<void> {
  const { figures } = parts;
  const filler = `,"description":"${'A library that does one thing. '.repeat(8)}","licenses":[{"license":{"id":"MIT"}}],"hashes":[{"alg":"SHA-256","content":"${'0123456789abcdef'.repeat(4)}"}]`;
  const perComponent = filler.length + 105;
  const components = Math.round((megabytes * 1_000_000) / perComponent);
  const target = await assetOf(parts, 'file');
  const sample = () => process.memoryUsage().rss / 1e6;
  const resident = [sample()];
  const sampling = setInterval(() => resident.push(sample()), 250);
  const seconds = await importing(
    parts,
    'cyclonedx',
    target,
    bom(components, { prefix: 'file', changed: 0, filler }),
  );
  clearInterval(sampling);
  resident.push(sample());
  figures.add('file', (components * perComponent) / 1e6, 'MB');
  figures.add('components a second of that file', components / seconds, 'components/s', {
    least: 20_000,
  });
  const early = Math.max(0, ...resident.slice(0, Math.ceil(resident.length / 4)));
  const late = Math.max(0, ...resident.slice(Math.ceil(resident.length / 2)));
  figures.add('resident memory, second half against first quarter', late / early, 'times', {
    most: 1.25,
  });
  figures.add('largest resident memory of the process', peakMemoryMb(), 'MB');
}

async function* status(seed: number, packages: number): AsyncGenerator<Uint8Array> {
  const random = randomOf(seed + 1);
  let text = '';
  for (let n = 0; n < packages; n += 1) {
    const version = Math.floor(random() * 5);
    text += `Package: package-${n}\nStatus: install ok installed\nPriority: optional\nArchitecture: amd64\nSource: source-${n}\nVersion: 1.${version}-1\nDescription: a package\n of the benchmark\n\n`;
  }
  yield encoder.encode(text);
}

async function hosts(parts: Parts, count: number): Promise<void> {
  const targets: string[] = [];
  for (let n = 0; n < count; n += 1) targets.push(await assetOf(parts, `host-${n}`));
  for (const [name, offset] of [
    ['first', 0],
    ['the same again', 0],
    ['with changed packages', 7919],
  ] as const) {
    const times: number[] = [];
    for (const [n, target] of targets.entries()) {
      times.push(1000 * (await importing(parts, 'dpkg-status', target, status(n + offset, 1000))));
    }
    parts.figures.times(`host of 1,000 packages, ${name}`, times);
  }
}
