import type { WriteContext } from '#kernel/command/context.ts';
import { type VendorPackage, writeProductKeys } from '../intake/write-targets.ts';
import { confidenceOf } from './match-advisories.ts';
import type { PackageStatement } from './match-package.ts';
import { type Confidence, insertMatches, MatchColumns, takeMatchingTurn } from './match-rows.ts';
import { PackageIndex } from './package-index.ts';
import { orderingOf, vendorOfEcosystem } from './product-names.ts';

/** A package version that has not been matched yet. */
export interface NewVersion {
  readonly id: number;
  readonly version: string;
  readonly package_id: number;
  readonly ecosystem: string;
  readonly name: string;
}

/** An advisory's row as it stands beside packages of the same name. */
export interface StandingTarget {
  readonly id: number;
  readonly for_package: number;
  readonly package_id: number;
  readonly statements: readonly PackageStatement[];
  readonly confidence: Confidence;
  readonly product_key: string | null;
  readonly own_key: string | null;
}

const newText = `
select v.id, v.version, v.package_id, n.ecosystem, n.name
from package_version v join package_name n on n.id = v.package_id
where v.id = any ($1::integer[]) and not exists (select from matched_version m where m.package_version_id = v.id)`;

const standingText = `
select p.id, p.package_id as for_package, p.package_id, p.statements, p.confidence, null::text as product_key, null::text as own_key
from advisory_package p where p.package_id = any ($1::integer[]) and p.stands
  and not exists (select from product_key k where k.package_id = p.package_id)
union all
select p.id, own.package_id, p.package_id, p.statements, p.confidence, other.product_key, own.product_key
from product_key own join product_key other on other.vendor_key = own.vendor_key join advisory_package p on p.package_id = other.package_id
where own.package_id = any ($1::integer[]) and p.stands`;

/** The advisory rows that stand for packages of these ids, or for products of their vendors. */
export async function standingTargets(
  context: Pick<WriteContext, 'client'>,
  packageIds: readonly number[],
): Promise<Map<number, StandingTarget[]>> {
  const { rows } = await context.client.query<StandingTarget>({
    name: 'match-standing',
    text: standingText,
    values: [packageIds],
  });
  return Map.groupBy(rows, ({ for_package }) => for_package);
}

/** Gives vendors' products among the versions their normalised names. */
export async function keepKeysOf(
  context: Pick<WriteContext, 'client'>,
  versions: readonly NewVersion[],
): Promise<void> {
  const named = new Map<number, VendorPackage>();
  for (const { package_id, ecosystem, name } of versions) {
    const vendor = vendorOfEcosystem(ecosystem);
    if (vendor !== null) named.set(package_id, { id: package_id, vendor, name });
  }
  await writeProductKeys(context, [...named.values()]);
}

/** Matches of all given versions of one package against what stands for it, into columns. */
export function matchPackageVersions(
  versions: readonly NewVersion[],
  standing: readonly StandingTarget[],
  columns: MatchColumns,
): void {
  const [first] = versions;
  if (first === undefined || standing.length === 0) return;
  const ordering = orderingOf(first.ecosystem);
  const sure = Map.groupBy(standing, (target) =>
    confidenceOf(target, { package_id: first.package_id, product_key: target.own_key }),
  );
  for (const [confidence, targets] of sure) {
    if (confidence === null) continue;
    const index = new PackageIndex(ordering, targets);
    for (const { id, version } of versions) {
      index.match(version, (target, verdict) => columns.add(id, target, verdict, confidence));
    }
  }
}

/**
 * Matches package versions that nobody had before against the advisories of their packages; those that were matched already cost one look.
 * @returns how many versions were new
 */
export async function matchVersions(
  context: WriteContext,
  versionIds: readonly number[],
): Promise<number> {
  if (versionIds.length === 0) return 0;
  if ((await newVersions(context, versionIds)).length === 0) return 0;
  await takeMatchingTurn(context);
  const fresh = await newVersions(context, versionIds);
  await keepKeysOf(context, fresh);
  const byPackage = Map.groupBy(fresh, ({ package_id }) => package_id);
  const standing = await standingTargets(context, [...byPackage.keys()]);
  const columns = new MatchColumns();
  for (const [packageId, versions] of byPackage) {
    matchPackageVersions(versions, standing.get(packageId) ?? [], columns);
  }
  await insertMatches(context, columns);
  await keepMatched(
    context,
    fresh.map(({ id }) => id),
  );
  return fresh.length;
}

async function newVersions(
  context: Pick<WriteContext, 'client'>,
  ids: readonly number[],
): Promise<NewVersion[]> {
  const { rows } = await context.client.query<NewVersion>({
    name: 'match-new-versions',
    text: newText,
    values: [ids],
  });
  return rows;
}

/** From now on new advisories look for these versions. */
export async function keepMatched(
  context: Pick<WriteContext, 'client'> & { readonly now: Date },
  ids: readonly number[],
): Promise<void> {
  await context.client.query({
    name: 'match-keep-matched',
    text: `insert into matched_version (package_version_id, matched_at) select id, $2 from unnest($1::integer[]) as v (id)
      order by 1 on conflict do nothing`,
    values: [ids, context.now],
  });
}
