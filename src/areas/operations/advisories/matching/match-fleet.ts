import type { WriteContext } from '#kernel/command/context.ts';
import { insertMatches, MatchColumns, takeMatchingTurn } from './match-rows.ts';
import {
  keepKeysOf,
  keepMatched,
  matchPackageVersions,
  type NewVersion,
  standingTargets,
} from './match-versions.ts';

export interface FleetMatched {
  readonly versions: number;
  readonly matches: number;
}

/** Versions taken in one transaction, and matches written in one statement. */
const versionsPerBlock = 20_000;
const matchesPerStatement = 100_000;

const blockText = `
select v.id, v.version, v.package_id, n.ecosystem, n.name
from package_version v join package_name n on n.id = v.package_id
where (v.package_id, v.id) > ($1, $2) and not exists (select from matched_version m where m.package_version_id = v.id)
order by v.package_id, v.id limit $3`;

/**
 * Matches every package version that was not matched yet, package by package: the advisories of each package are sorted once and all its
 * versions run past them. Each block is a transaction of its own, so that it can be broken off and taken up again at any time.
 * @param inTransaction runs work in a write transaction; shared tables only are touched
 */
export async function matchFleet(
  inTransaction: <T>(work: (context: WriteContext) => Promise<T>) => Promise<T>,
): Promise<FleetMatched> {
  let key = { package_id: 0, id: 0 };
  const total = { versions: 0, matches: 0 };
  for (;;) {
    const block = await inTransaction(async (context) => {
      await takeMatchingTurn(context);
      const { rows } = await context.client.query<NewVersion>({
        name: 'match-block',
        text: blockText,
        values: [key.package_id, key.id, versionsPerBlock],
      });
      const matches = await matchBlock(context, rows);
      return { rows: rows.length, last: rows.at(-1), matches };
    });
    total.versions += block.rows;
    total.matches += block.matches;
    if (block.last === undefined) return total;
    key = block.last;
  }
}

async function matchBlock(context: WriteContext, versions: readonly NewVersion[]): Promise<number> {
  if (versions.length === 0) return 0;
  await keepKeysOf(context, versions);
  const byPackage = Map.groupBy(versions, ({ package_id }) => package_id);
  const standing = await standingTargets(context, [...byPackage.keys()]);
  let columns = new MatchColumns();
  let matches = 0;
  for (const [packageId, own] of byPackage) {
    matchPackageVersions(own, standing.get(packageId) ?? [], columns);
    if (columns.length < matchesPerStatement) continue;
    matches += columns.length;
    await insertMatches(context, columns);
    columns = new MatchColumns();
  }
  await insertMatches(context, columns);
  await keepMatched(
    context,
    versions.map(({ id }) => id),
  );
  return matches + columns.length;
}
