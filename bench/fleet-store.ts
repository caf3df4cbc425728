import assert from 'node:assert/strict';
import pg from 'pg';
import type { PackageStatement } from '#areas/operations/advisories/matching/match-package.ts';
import { plainLine } from '#areas/operations/advisories/matching/plain-statement.ts';
import { debOrdering } from '#formats/versions/deb.ts';
import { newId } from '#kernel/database/ids.ts';
import type { World } from '#tests/world.ts';
import { randomOf } from './kit/seeded.ts';

/** How much of everything there is; the full size is that of the targets. */
export interface FleetSize {
  readonly advisories: number;
  readonly packages: number;
  readonly hosts: number;
  readonly perHost: number;
  readonly pairs: number;
}

export const ecosystem = 'Debian:12';

export interface Said {
  readonly id: string;
  readonly package: number;
  readonly introduced: string | null;
  readonly fixed: string | null;
}

export interface Pair {
  readonly package: number;
  readonly version: string;
}

const owner = { role: 'owner', scope: [], person: null } as const;

/**
 * The made-up world of a distribution: few of its source packages have most of the advisories and installations, as in a real one, and
 * versions lie around those that are fixed. Everything follows from one seed.
 */
export class FleetMaker {
  readonly #random = randomOf(20_260_301);
  readonly #size: FleetSize;

  constructor(size: FleetSize) {
    this.#size = size;
  }

  /** A package; the larger the exponent, the more often one of the first. */
  package(exponent = 1.5): number {
    return Math.floor(this.#size.packages * this.#random() ** exponent);
  }

  version(): string {
    const upTo = (most: number) => Math.floor(this.#random() * most);
    return `${1 + upTo(9)}.${upTo(30)}.${upTo(40)}-${1 + upTo(6)}`;
  }

  advisories(): Said[] {
    return Array.from({ length: this.#size.advisories }, () => {
      const [low, high] = [this.version(), this.version()].sort(debOrdering.compare);
      const kind = this.#random();
      return {
        id: newId(),
        package: this.package(2),
        introduced: kind < 0.15 ? (low ?? null) : null,
        fixed: kind > 0.97 ? null : (high ?? null),
      };
    });
  }

  /** Pairs of package and version, all different. */
  pairs(): Pair[] {
    const made = new Map<string, Pair>();
    while (made.size < this.#size.pairs) {
      const one = { package: this.package(), version: this.version() };
      made.set(`${one.package} ${one.version}`, one);
    }
    return [...made.values()];
  }
}

/** Puts advisories and versions where they would be after their import, without what the import itself costs. */
export async function fillStore(
  world: World,
  size: FleetSize,
  said: readonly Said[],
  pairs: readonly Pair[],
): Promise<void> {
  const now = world.clock.now();
  await world.test.database.transaction(owner, async ({ client }) => {
    await client.query(`set local session_replication_role = replica`);
    await client.query(
      `insert into package_name (ecosystem, name) select $1, 'package-' || n from generate_series(0, $2 - 1) n`,
      [ecosystem, size.packages],
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
    await inChunks(pairs, 50_000, (part) =>
      client.query(
        `insert into package_version (package_id, version) select p.id, w.version from unnest($1::text[], $2::text[]) as w (name, version)
         join package_name p on p.ecosystem = $3 and p.name = w.name`,
        [part.map((one) => `package-${one.package}`), part.map((one) => one.version), ecosystem],
      ),
    );
  });
  await vacuum(world);
}

/** What the database does by itself a minute after a large load. */
export async function vacuum(world: World): Promise<void> {
  const client = new pg.Client({ connectionString: world.test.url });
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
}

function statementRow({ id, package: of, introduced, fixed }: Said) {
  const statement: PackageStatement = {
    vulnerability: null,
    status: 'affected',
    intervals: [{ order: 'ecosystem', introduced, fixed, lastAffected: null }],
    versions: [],
    remediation: null,
  };
  return { id, name: `package-${of}`, statements: [statement], plain: plainLine([statement]) };
}

async function inChunks<T>(
  rows: readonly T[],
  size: number,
  work: (part: T[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < rows.length; at += size) await work(rows.slice(at, at + size));
}

/** Hosts that have the versions of the store installed, one of each name. */
export async function installFleet(world: World, size: FleetSize, ownerId: string): Promise<void> {
  await world.test.database.transaction(owner, async ({ client }) => {
    await client.query(`set local session_replication_role = replica`);
    const assets = Array.from({ length: size.hosts }, () => newId());
    const now = world.clock.now();
    await client.query(
      `insert into asset (owner_id, id, name, kind, state, created_at, updated_at)
       select $1, id, 'host-' || n, 'host', 'identified', $3, $3 from unnest($2::uuid[]) with ordinality u (id, n)`,
      [ownerId, assets, now],
    );
    await client.query(
      `insert into inventory (owner_id, id, asset_id, taken_at, received_at, format, baseline, components, added, removed, changed)
       select $1, id, id, $3, $3, 'dpkg-status', true, $4, $4, 0, 0 from unnest($2::uuid[]) as u (id)`,
      [ownerId, assets, now, size.perHost],
    );
    await client.query(
      `insert into installed_component (owner_id, asset_id, package_version_id, binary_name, kind, since_inventory)
       select $1, a.id, v.id, 'b' || v.id, 'package', a.id
       from unnest($2::uuid[]) with ordinality a (id, n)
       join lateral (select id from package_version where mod(id * 31 + a.n * 7, $4) < $3 limit $3) v on true`,
      [ownerId, assets, size.perHost, size.pairs],
    );
  });
  await vacuum(world);
}

/**
 * Compares what was found for about two thousand versions with a look at every advisory of their packages, one after the other.
 * @returns how many versions were compared
 * @throws AssertionError for the first that differs
 */
export async function checkSample(
  world: World,
  size: FleetSize,
  said: readonly Said[],
): Promise<number> {
  const byPackage = Map.groupBy(said, (one) => one.package);
  const rows = await world.test.database.transaction(
    owner,
    async ({ client }) =>
      (
        await client.query<{ version: string; name: string; found: string[] }>(
          `select v.version, n.name, array(select p.advisory_id::text from match m join advisory_package p on p.id = m.advisory_package_id
           where m.package_version_id = v.id order by 1) as found
         from package_version v join package_name n on n.id = v.package_id where mod(v.id, $1) = 0`,
          [Math.max(1, Math.floor(size.pairs / 2000))],
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
