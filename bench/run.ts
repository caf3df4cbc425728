import { spawn } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { benches } from './benches.ts';
import { type Figure, Figures, isMet, missedBy, tableOf } from './kit/figures.ts';

/**
 * `npm run bench` lists the benches; `npm run bench -- cases fleet` runs some, `-- all` every one, each in a process of its own. `--json`
 * prints one JSON document instead of tables, `--small` takes very little data, to see that everything works. Ends with 1 when a bench
 * broke; a target that was missed is a finding, not a failure.
 */
const marks = process.argv.slice(2).filter((word) => word.startsWith('--'));
const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const asJson = marks.includes('--json');
const small = marks.includes('--small');

function list(): void {
  const widest = Math.max(...Object.keys(benches).map((name) => name.length));
  console.log('npm run bench -- <name…|all> [--json] [--small]\n');
  for (const [name, { title }] of Object.entries(benches)) {
    console.log(`  ${name.padEnd(widest)}  ${title}`);
  }
}

/** In the process of one bench: each figure goes out as a line of JSON. */
async function runHere(name: string): Promise<void> {
  const { bench } = (await benches[name]?.load()) ?? {};
  if (bench === undefined) throw new Error(`There is no bench ${name}`);
  const figures = new Figures(name, (figure) => {
    // Of very little data no figure means anything.
    const told = small ? { ...figure, target: null } : figure;
    process.stdout.write(`${JSON.stringify(told)}\n`);
  });
  await bench.run(figures, { small });
}

/** Runs one bench in a process of its own; its figures, and whether it ended well. */
async function runApart(name: string): Promise<{ figures: Figure[]; ended: boolean }> {
  const own = fileURLToPath(import.meta.url);
  const words = [own, name, '--here', ...(small ? ['--small'] : [])];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const figures: Figure[] = [];
  const done = new Promise<number | null>((resolve) => child.on('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{"bench"')) continue;
    const figure = JSON.parse(line) as Figure;
    figures.push(figure);
    // Some take minutes: what is known is told at once, and the table follows.
    process.stderr.write(`${tableOf([figure]).trimEnd()}\n`);
  }
  return { figures, ended: (await done) === 0 };
}

function machine() {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.version,
    // Above the number of cores, other work took part of the machine, and every time below is too long.
    load: loadavg()[0],
  };
}

async function main(): Promise<void> {
  if (names.length === 0) return list();
  if (marks.includes('--here')) return runHere(names[0] ?? '');
  const wanted = names.includes('all') ? Object.keys(benches) : names;
  const unknown = wanted.filter((name) => benches[name] === undefined);
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(', ')}.\n`);
    list();
    process.exitCode = 2;
    return;
  }
  const before = machine();
  const all: Figure[] = [];
  for (const name of wanted) {
    process.stderr.write(`\n${name}\n`);
    const { figures, ended } = await runApart(name);
    all.push(...figures);
    if (!ended) process.exitCode = 1;
    if (!ended) console.error(`The bench ${name} broke.`);
  }
  const after = machine();
  if (asJson) {
    const told = all.map((figure) => ({
      ...figure,
      met: isMet(figure),
      missedBy: missedBy(figure),
    }));
    console.log(JSON.stringify({ machine: before, loadAfter: after.load, figures: told }, null, 2));
    return;
  }
  const { cores, processor, memoryGb, node, load } = before;
  for (const [name, own] of Map.groupBy(all, (figure) => figure.bench)) {
    console.log(`\n${name}: ${benches[name]?.title}\n${tableOf(own)}`);
  }
  console.log(
    `\n${cores} cores (${processor}), ${memoryGb} GB, Node.js ${node}, load ${load?.toFixed(1)} before and ${after.load?.toFixed(1)} after`,
  );
}

await main();
