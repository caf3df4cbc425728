import { performance } from 'node:perf_hooks';
import { catalogue } from '#apps/catalogue.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { inWriteTransaction, runCommand } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { runImport } from '#work/imports/run-import.ts';
import { registerOperations } from '#work/registers/register-commands.ts';

/**
 * `node bench/inventories.ts [components] [hosts]`: one CycloneDX inventory of many components (default 200,000), twice, and host inventories
 * of 1,000 dpkg packages (default 200 hosts), end to end into PostgreSQL with row security, trail and events on. One line a figure.
 */
const components = Number(process.argv[2] ?? 200_000);
const hosts = Number(process.argv[3] ?? 200);

function figure(name: string, value: number, unit: string): void {
  console.log(`${name}\t${value.toFixed(1)}\t${unit}`);
}

/** Deterministic numbers from a seed (xorshift). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

async function* bom(count: number, version: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('{"bomFormat":"CycloneDX","specVersion":"1.5","components":[');
  let text = '';
  for (let n = 0; n < count; n += 1) {
    // One in a hundred is of another version the second time.
    const patch = n % 100 === 0 ? version : 0;
    text += `${n === 0 ? '' : ','}{"type":"library","bom-ref":"r${n}","name":"package-${n % 60_000}","version":"1.${Math.floor(n / 60_000)}.${patch}","purl":"pkg:npm/package-${n % 60_000}@1.${Math.floor(n / 60_000)}.${patch}"}`;
    if (text.length > 64_000) {
      yield encoder.encode(text);
      text = '';
    }
  }
  yield encoder.encode(`${text}]}`);
}

async function* status(seed: number, packages: number): AsyncGenerator<Uint8Array> {
  const next = random(seed + 1);
  let text = '';
  for (let n = 0; n < packages; n += 1) {
    const pair = Math.floor(next() * 5) + n * 5;
    text += `Package: package-${n}\nStatus: install ok installed\nPriority: optional\nArchitecture: amd64\nSource: source-${n}\nVersion: 1.${pair % 5}-1\nDescription: a package\n of the benchmark\n\n`;
  }
  yield new TextEncoder().encode(text);
}

async function importing(
  world: World,
  who: Principal,
  owner: string,
  given: { format: string; target: string; source: AsyncIterable<Uint8Array> },
): Promise<number> {
  const id = newId();
  const start = performance.now();
  await inWriteTransaction(
    world.runner,
    { principal: who, scope: { organisations: [owner] }, role: 'app' },
    ({ client, now }) =>
      client.query(
        `insert into import_run (owner_id, id, format, target_id, file_name, state, started_at) values ($1, $2, $3, $4, 'bench', 'received', $5)`,
        [owner, id, given.format, given.target, now],
      ),
  );
  const importer = catalogue.importers.get(given.format);
  if (importer === undefined) throw new Error(`no importer ${given.format}`);
  const run = {
    ownerId: owner,
    id,
    targetId: given.target,
    fileName: 'bench',
    digest: null,
    options: {},
  };
  const report = await runImport(world.runner, importer, who, run, given.source);
  if (report.failure !== null) throw new Error(report.failure);
  world.clock.advance(1000);
  return performance.now() - start;
}

const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * part) - 1] ?? 0;

const targets: string[] = [];
const world = await createWorld();
try {
  const owner = await world.organisation('BENCH');
  const who = await world.person('Ana Assets', owner, ['asset-manager']);
  const register = catalogue.registers.get('assets');
  if (register === undefined) throw new Error('no register assets');
  const { create } = registerOperations(catalogue, register);
  const asset = async (name: string): Promise<string> =>
    (
      await runCommand(world.runner, create, who, {
        fields: { name, kind: 'host', ecosystem: 'Debian:12' },
      })
    ).id;
  const large = await asset('large');
  for (const [version, name] of [
    [0, 'first'],
    [1, 'one in a hundred changed'],
  ] as const) {
    const source = bom(components, version);
    const ms = await importing(world, who, owner, { format: 'cyclonedx', target: large, source });
    figure(`CycloneDX import of ${components}, ${name}`, components / (ms / 1000), 'components/s');
    figure('resident memory', process.memoryUsage().rss / 1e6, 'MB');
  }
  for (const round of ['first', 'same', 'changed']) {
    const times: number[] = [];
    for (let n = 0; n < hosts; n += 1) {
      const target = round === 'first' ? await asset(`host-${n}`) : (targets[n] ?? '');
      targets[n] = target;
      const source = status(round === 'changed' ? n + 7919 : n, 1000);
      times.push(await importing(world, who, owner, { format: 'dpkg-status', target, source }));
    }
    figure(`host inventory of 1,000 packages, ${round}, p50`, percentile(times, 0.5), 'ms');
    figure(`host inventory of 1,000 packages, ${round}, p95`, percentile(times, 0.95), 'ms');
  }
} finally {
  await world.close();
  await stopTestServer();
}
