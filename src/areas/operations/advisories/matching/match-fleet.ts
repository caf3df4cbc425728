import type { WriteContext } from '#kernel/command/context.ts';
import { shareMatchingTurn } from './match-rows.ts';
import { keepKeysOf, type NewVersion, standingTargets, writeMatches } from './match-versions.ts';

export interface FleetMatched {
  readonly versions: number;
  readonly matches: number;
}

/** Versions taken in one transaction, and matches written in one statement. */
const versionsPerBlock = 20_000;
const matchesPerStatement = 50_000;
/** Connections that write at once, each the packages of its share: writing takes most of the time, and one core each. */
const shares = 2;

const blockText = `
select v.id, v.version, v.package_id, n.ecosystem, n.name
from package_version v join package_name n on n.id = v.package_id
where (v.package_id, v.id) > ($1, $2) and mod(v.package_id, $4) = $5
  and not exists (select from matched_version m where m.package_version_id = v.id)
order by v.package_id, v.id limit $3`;

type InTransaction = <T>(work: (context: WriteContext) => Promise<T>) => Promise<T>;

/**
 * Matches every package version that was not matched yet, package by package: the advisories of each package are sorted once and all its
 * versions run past them. Each block is a transaction of its own, so that it can be broken off and taken up again at any time. To be run
 * once at a time: versions that another run takes meanwhile end this one with a duplicate key, and it may be taken up again.
 * @param inTransaction runs work in a write transaction, several at once; shared tables only are touched
 */
export async function matchFleet(inTransaction: InTransaction): Promise<FleetMatched> {
  const done = await Promise.all(
    Array.from({ length: shares }, (_, share) => matchShare(inTransaction, share)),
  );
  return done.reduce((sum, one) => ({
    versions: sum.versions + one.versions,
    matches: sum.matches + one.matches,
  }));
}

async function matchShare(inTransaction: InTransaction, share: number): Promise<FleetMatched> {
  let key = { package_id: 0, id: 0 };
  const total = { versions: 0, matches: 0 };
  for (;;) {
    const block = await inTransaction(async (context) => {
      await shareMatchingTurn(context);
      const { rows } = await context.client.query<NewVersion>({
        name: 'match-block',
        text: blockText,
        values: [key.package_id, key.id, versionsPerBlock, shares, share],
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
  const standing = await standingTargets(context, byPackage);
  return writeMatches(context, byPackage, standing, matchesPerStatement);
}
