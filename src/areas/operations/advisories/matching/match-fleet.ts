import type { WriteContext } from '#kernel/command/context.ts';
import { shareMatchingTurn } from './match-rows.ts';
import { keepKeysOf, type NewVersion, standingTargets, writeMatches } from './match-versions.ts';

export interface FleetMatched {
  readonly versions: number;
  readonly matches: number;
}

/** Versions taken in one transaction, and matches written in one statement. */
const versionsPerBlock = 10_000;
const matchesPerStatement = 25_000;
/** Connections that write at once, each the packages of its share: writing takes most of the time, and one core each. */
const shares = 2;

/** In the order of the index, so that a block costs what it holds and not what is left. */
const blockText = `
select v.id, v.version, v.package_id, n.ecosystem, n.name
from package_version v join package_name n on n.id = v.package_id
where (v.package_id, v.version) > ($1, $2)
  and (select true from matched_version m where m.package_version_id = v.id) is null
order by v.package_id, v.version limit $3`;

const takenText = `select package_version_id as id from matched_version where package_version_id = any ($1::integer[])`;

type InTransaction = <T>(work: (context: WriteContext) => Promise<T>) => Promise<T>;

/**
 * Matches every package version that was not matched yet, package by package: the advisories of each package are sorted once and all its
 * versions run past them. Each block is a transaction of its own, so that it can be broken off and taken up again at any time.
 * @param inTransaction runs work in a write transaction, several at once; shared tables only are touched
 */
export async function matchFleet(inTransaction: InTransaction): Promise<FleetMatched> {
  const blocks = blocksOf(inTransaction);
  const done = await Promise.all(
    Array.from({ length: shares }, () => matchShare(inTransaction, blocks)),
  );
  return done.reduce((sum, one) => ({
    versions: sum.versions + one.versions,
    matches: sum.matches + one.matches,
  }));
}

type Blocks = () => Promise<readonly NewVersion[]>;

/** Gives out one block after the other; who asks while one is read waits for the one behind it. */
function blocksOf(inTransaction: InTransaction): Blocks {
  let key = { package_id: 0, version: '' };
  let reading: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<readonly NewVersion[]> => {
    const { rows } = await inTransaction(({ client }) =>
      client.query<NewVersion>({
        name: 'match-block',
        text: blockText,
        values: [key.package_id, key.version, versionsPerBlock],
      }),
    );
    key = rows.at(-1) ?? key;
    return rows;
  };
  return () => {
    const block = reading.then(read);
    reading = block.catch(() => undefined);
    return block;
  };
}

async function matchShare(inTransaction: InTransaction, blocks: Blocks): Promise<FleetMatched> {
  const total = { versions: 0, matches: 0 };
  for (;;) {
    const block = await blocks();
    if (block.length === 0) return total;
    const done = await inTransaction(async (context) => {
      await shareMatchingTurn(context);
      const left = await withoutTaken(context, block);
      return { versions: left.length, matches: await matchBlock(context, left) };
    });
    total.versions += done.versions;
    total.matches += done.matches;
  }
}

/** Versions that an inventory brought and had matched between reading the block and taking the turn are done. */
async function withoutTaken(
  context: WriteContext,
  block: readonly NewVersion[],
): Promise<readonly NewVersion[]> {
  const { rows } = await context.client.query<{ id: number }>({
    name: 'match-taken',
    text: takenText,
    values: [block.map(({ id }) => id)],
  });
  if (rows.length === 0) return block;
  const taken = new Set(rows.map(({ id }) => id));
  return block.filter(({ id }) => !taken.has(id));
}

async function matchBlock(context: WriteContext, versions: readonly NewVersion[]): Promise<number> {
  if (versions.length === 0) return 0;
  await keepKeysOf(context, versions);
  const byPackage = Map.groupBy(versions, ({ package_id }) => package_id);
  const standing = await standingTargets(context, byPackage);
  return writeMatches(context, byPackage, standing, matchesPerStatement);
}
