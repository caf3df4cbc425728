import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { internVersions } from '#areas/assets/queries/package-ids.ts';
import { sha256Of } from '#areas/operations/advisories/intake/document-work.ts';
import { prepareAdvisory } from '#areas/operations/advisories/intake/prepare-advisory.ts';
import { readStored } from '#areas/operations/advisories/intake/read-stored.ts';
import { writeAdvisories } from '#areas/operations/advisories/intake/write-advisories.ts';
import { matchFleet } from '#areas/operations/advisories/matching/match-fleet.ts';
import type { PackageStatement } from '#areas/operations/advisories/matching/match-package.ts';
import { matchVersions } from '#areas/operations/advisories/matching/match-versions.ts';
import { plainLine } from '#areas/operations/advisories/matching/plain-statement.ts';
import { affectedPage } from '#areas/operations/advisories/queries/affected-assets.ts';
import { debOrdering } from '#formats/versions/deb.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inReadTransaction, inWriteTransaction } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';

/**
 * Correlation of a fleet with 300,000 advisories. `node bench/fleet-correlation.ts [fleet|distinct] [advisories]`; prints
 * `name value unit`. Everything is made from one seed: 35,000 source packages, skewed as in a distribution, versions around the fixed ones.
 */
const mode = process.argv[2] ?? 'fleet';
const advisoryCount = Number(process.argv[3] ?? 300_000);
const packageCount = 35_000;
const hosts = 1000;
const perHost = 1000;
const pairCount = mode === 'fleet' ? 5000 : 1_000_000;
const ecosystem = 'Debian:12';

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = randomOf(20_260_301);
const skewed = (exponent: number) => Math.floor(packageCount * random() ** exponent);
const versionOf = () =>
  `${1 + Math.floor(random() * 9)}.${Math.floor(random() * 30)}.${Math.floor(random() * 40)}-${1 + Math.floor(random() * 6)}`;

interface Said {
  readonly id: string;
  readonly package: number;
  readonly introduced: string | null;
  readonly fixed: string | null;
}

function advisories(): Said[] {
  return Array.from({ length: advisoryCount }, () => {
    const [low, high] = [versionOf(), versionOf()].sort(debOrdering.compare) as [string, string];
    const kind = random();
    return {
      id: newId(),
      package: skewed(2),
      introduced: kind < 0.15 ? low : null,
      fixed: kind > 0.97 ? null : high,
    };
  });
}

function pairs(): { package: number; version: string }[] {
  const made = new Map<string, { package: number; version: string }>();
  while (made.size < pairCount) {
    const one = { package: skewed(1.5), version: versionOf() };
    made.set(`${one.package} ${one.version}`, one);
  }
  return [...made.values()];
}

function print(name: string, value: number, unit: string): void {
  console.log(`${name} ${Math.round(value * 100) / 100} ${unit}`);
}

const owner = { role: 'owner', scope: [], person: null } as const;

async function inChunks<T>(
  rows: readonly T[],
  size: number,
  work: (part: T[]) => Promise<unknown>,
) {
  for (let at = 0; at < rows.length; at += size) await work(rows.slice(at, at + size));
}

async function setUp(world: World, said: readonly Said[], made: ReturnType<typeof pairs>) {
  const now = world.clock.now();
  await world.test.database.transaction(owner, async ({ client }) => {
    await client.query(`set local session_replication_role = replica`);
    await client.query(
      `insert into package_name (ecosystem, name) select $1, 'package-' || n from generate_series(0, $2 - 1) n`,
      [ecosystem, packageCount],
    );
    await inChunks(said, 20_000, async (part) => {
      await client.query(
        `insert into advisory (id, source, source_id, publisher, title, tracking_status, severity, severity_score, created_at, updated_at)
         select id, 'osv', 'BENCH-' || n, 'bench', 'Advisory ' || n, 'final', 'high', 7.5, $2, $2 from unnest($1::uuid[]) with ordinality u (id, i)
         cross join lateral (select id::text || i as n) x`,
        [part.map(({ id }) => id), now],
      );
      await client.query(
        `insert into advisory_package (advisory_id, package_id, statements, plain, confidence, stands, digest)
         select w.id, p.id, w.statements, w.plain, 3, true, 'bench'
         from jsonb_to_recordset($1::jsonb) as w (id uuid, name text, statements jsonb, plain text)
         join package_name p on p.ecosystem = $2 and p.name = w.name`,
        [JSON.stringify(part.map(statementRow)), ecosystem],
      );
    });
    await inChunks(made, 50_000, (part) =>
      client.query(
        `insert into package_version (package_id, version) select p.id, w.version from unnest($1::text[], $2::text[]) as w (name, version)
         join package_name p on p.ecosystem = $3 and p.name = w.name`,
        [part.map((one) => `package-${one.package}`), part.map((one) => one.version), ecosystem],
      ),
    );
    await client.query('analyze package_name, package_version, advisory, advisory_package');
  });
}

function statementRow({ id, package: of, introduced, fixed }: Said) {
  const interval = { order: 'ecosystem' as const, introduced, fixed, lastAffected: null };
  const statement: PackageStatement = {
    vulnerability: null,
    status: 'affected',
    intervals: [interval],
    versions: [],
    remediation: null,
  };
  return { id, name: `package-${of}`, statements: [statement], plain: plainLine([statement]) };
}

async function installFleet(world: World, ownerId: string): Promise<void> {
  await world.test.database.transaction(owner, async ({ client }) => {
    await client.query(`set local session_replication_role = replica`);
    const assets = Array.from({ length: hosts }, () => newId());
    await client.query(
      `insert into asset (owner_id, id, name, kind, state, created_at, updated_at)
       select $1, id, 'host-' || n, 'host', 'identified', $3, $3 from unnest($2::uuid[]) with ordinality u (id, n)`,
      [ownerId, assets, world.clock.now()],
    );
    await client.query(
      `insert into inventory (owner_id, id, asset_id, taken_at, received_at, format, baseline, components, added, removed, changed)
       select $1, id, id, $3, $3, 'dpkg-status', true, $4, $4, 0, 0 from unnest($2::uuid[]) as u (id)`,
      [ownerId, assets, world.clock.now(), perHost],
    );
    await client.query(
      `insert into installed_component (owner_id, asset_id, package_version_id, binary_name, kind, since_inventory)
       select $1, a.id, v.id, 'b' || v.id, 'package', a.id
       from unnest($2::uuid[]) with ordinality a (id, n)
       join lateral (select id from package_version where mod(id * 31 + a.n * 7, $4) < $3 limit $3) v on true`,
      [ownerId, assets, perHost, pairCount],
    );
    await client.query('analyze asset, installed_component');
  });
}

/** The straightforward check: every advisory of the package, one after the other. */
async function checkSample(world: World, said: readonly Said[]): Promise<number> {
  const byPackage = Map.groupBy(said, (one) => one.package);
  const rows = await world.test.database.transaction(
    owner,
    async ({ client }) =>
      (
        await client.query<{ version: string; name: string; found: string[] }>(
          `select v.version, n.name, array(select p.advisory_id::text from match m join advisory_package p on p.id = m.advisory_package_id
           where m.package_version_id = v.id order by 1) as found
         from package_version v join package_name n on n.id = v.package_id where mod(v.id, $1) = 1`,
          [Math.max(1, Math.floor(pairCount / 2000))],
        )
      ).rows,
  );
  for (const { version, name, found } of rows) {
    const own = byPackage.get(Number(name.slice('package-'.length))) ?? [];
    const naive = own
      .filter(
        ({ introduced, fixed }) =>
          (introduced === null || debOrdering.compare(version, introduced) >= 0) &&
          (fixed === null || debOrdering.compare(version, fixed) < 0),
      )
      .map(({ id }) => id)
      .sort();
    assert.deepEqual(found, naive, `${name} ${version}`);
  }
  return rows.length;
}

function p95(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

const noComparison = async () => ({ changes: [], leftOut: 0, targets: 0 });

async function prepareOsv(text: string) {
  const bytes = new TextEncoder().encode(text);
  const advisory = await readStored('osv', bytes);
  assert.ok(advisory !== null);
  const document = { sha256: sha256Of(bytes), format: 'osv' as const, fileName: null, bytes };
  return { document, prepared: prepareAdvisory(advisory) };
}

async function deltas(world: World): Promise<void> {
  const who = await world.person('Bench', benchOwner, ['security-manager']);
  const scope = { organisations: [benchOwner] };
  const advisoryTimes: number[] = [];
  let found = 0;
  for (let n = 0; n < 120; n += 1) {
    const name = `package-${skewed(1.5)}`;
    const text = JSON.stringify({
      schema_version: '1.6.0',
      id: `BENCH-DELTA-${n}`,
      modified: '2026-03-01T00:00:00Z',
      affected: [
        {
          package: { ecosystem, name },
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '5.0.0-1' }] }],
        },
      ],
    });
    const started = performance.now();
    const prepared = await prepareOsv(text);
    const id = await inWriteTransaction(
      world.runner,
      { principal: who, scope, role: 'app' },
      async (context) => {
        await writeAdvisories(context, [prepared], { ownerId: benchOwner, compare: noComparison });
        return (
          (
            await context.client.query<{ id: string }>({
              name: 'bench-id',
              text: `select id from advisory where source = 'osv' and source_id = $1`,
              values: [`BENCH-DELTA-${n}`],
            })
          ).rows[0]?.id ?? ''
        );
      },
    );
    const page = await inReadTransaction(
      world.runner,
      { principal: who, scope, role: 'app' },
      (context) => affectedPage(context, [benchOwner], id, { limit: 50 }),
    );
    if (n >= 20) advisoryTimes.push(performance.now() - started);
    found += page.items.length;
  }
  print('new-advisory-to-affected-list-p95', p95(advisoryTimes), 'ms');
  print('new-advisory-affected-rows', found, 'rows');
  const hostTimes: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    const fresh = Array.from({ length: perHost }, () => ({
      ecosystem,
      name: `package-${skewed(1.5)}`,
      version: versionOf(),
    }));
    const ids = await inWriteTransaction(
      world.runner,
      { principal: who, scope, role: 'app' },
      (context) => internVersions(context, fresh),
    );
    const started = performance.now();
    await inWriteTransaction(world.runner, { principal: who, scope, role: 'app' }, (context) =>
      matchVersions(context, ids),
    );
    if (n >= 5) hostTimes.push(performance.now() - started);
  }
  print('new-host-1000-new-packages-p95', p95(hostTimes), 'ms');
}

const world = await createWorld();
const benchOwner = await world.organisation('BENCH');
try {
  const said = advisories();
  const made = pairs();
  await setUp(world, said, made);
  print('set-up', performance.now() / 1000, 's');
  if (mode === 'fleet') await installFleet(world, benchOwner);
  print('set-up', performance.now() / 1000, 's');
  print('advisories', said.length, 'advisories');
  print('pairs', made.length, 'pairs');
  const inTransaction = <T>(work: (context: WriteContext) => Promise<T>) =>
    inWriteTransaction(
      world.runner,
      { principal: systemPrincipal('bench'), scope: { organisations: [] }, role: 'app' },
      work,
    );
  const started = performance.now();
  const done = await matchFleet(inTransaction);
  print(`${mode}-correlation`, (performance.now() - started) / 1000, 's');
  print('matches', done.matches, 'rows');
  print('resident', process.memoryUsage().rss / 1024 / 1024, 'MiB');
  print('equal-to-naive', await checkSample(world, said), 'pairs');
  if (mode === 'fleet') await deltas(world);
} finally {
  await world.close();
  await stopTestServer();
}
