import type { WriteContext } from '#kernel/command/context.ts';
import { type VendorPackage, writeProductKeys } from '../intake/write-targets.ts';
import { confidenceOf } from './match-advisories.ts';
import { type Confidence, insertMatches, MatchColumns, takeMatchingTurn } from './match-rows.ts';
import { PackageIndex, type StatementRow } from './package-index.ts';
import { plainOfFields } from './plain-statement.ts';
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
  readonly package_id: number;
  readonly statements: StatementRow['statements'];
  readonly confidence: Confidence;
  readonly product_key: string | null;
  readonly own_key: string | null;
}

const isNewText = `
select from unnest($1::integer[]) as v (id) where not exists (select from matched_version m where m.package_version_id = v.id) limit 1`;

const newText = `
select v.id, v.version, v.package_id, n.ecosystem, n.name
from package_version v join package_name n on n.id = v.package_id
where v.id = any ($1::integer[]) and not exists (select from matched_version m where m.package_version_id = v.id)`;

/** One text a package, from the index alone: a line an advisory with its id, confidence and plain statement, see `plainLine`. */
const standingLinesText = `
select k.id, (select string_agg(p.id || e'\\t' || p.confidence || e'\\t' || coalesce(p.plain, ''), e'\\n')
  from advisory_package p where p.package_id = k.id and p.stands) as lines
from unnest($1::integer[]) as k (id) where not exists (select from product_key y where y.package_id = k.id)`;

const statementsText = `select id, statements from advisory_package where id = any ($1::integer[])`;

const standingOfVendorsText = `
select p.id, own.package_id as for_package, p.package_id, p.statements, p.confidence, other.product_key, own.product_key as own_key
from product_key own join product_key other on other.vendor_key = own.vendor_key join advisory_package p on p.package_id = other.package_id
where own.package_id = any ($1::integer[]) and p.stands`;

/** The advisory rows that stand for packages of these ids, or for products of their vendors, by package. */
export async function standingTargets(
  context: Pick<WriteContext, 'client'>,
  packages: ReadonlyMap<number, readonly NewVersion[]>,
): Promise<Map<number, StandingTarget[]>> {
  const found = await standingLines(context, [...packages.keys()]);
  const vendors = [...packages].filter(
    ([, [first]]) => first !== undefined && vendorOfEcosystem(first.ecosystem) !== null,
  );
  if (vendors.length === 0) return found;
  const { rows } = await context.client.query<StandingTarget & { readonly for_package: number }>({
    name: 'match-standing-of-vendors',
    text: standingOfVendorsText,
    values: [vendors.map(([id]) => id)],
  });
  for (const [id, own] of Map.groupBy(rows, (row) => row.for_package)) found.set(id, own);
  return found;
}

async function standingLines(
  context: Pick<WriteContext, 'client'>,
  packageIds: readonly number[],
): Promise<Map<number, StandingTarget[]>> {
  const { rows } = await context.client.query<{ id: number; lines: string | null }>({
    name: 'match-standing-lines',
    text: standingLinesText,
    values: [packageIds],
  });
  const found = new Map<number, StandingTarget[]>();
  const open: { -readonly [key in keyof StandingTarget]: StandingTarget[key] }[] = [];
  for (const { id: package_id, lines } of rows) {
    if (lines === null) continue;
    const own = lines.split('\n').map((line) => {
      const [id = '', confidence, introduced = '', fixed, lastAffected, fixable] = line.split('\t');
      const target = {
        id: Number(id),
        package_id,
        statements: plainOfFields(introduced, fixed ?? '', lastAffected ?? '', fixable ?? ''),
        confidence: Number(confidence) as Confidence,
        product_key: null,
        own_key: null,
      };
      if (fixable === undefined) open.push(target);
      return target;
    });
    found.set(package_id, own);
  }
  await readStatements(context, open);
  return found;
}

/** What is no plain statement is read in full. */
async function readStatements(
  context: Pick<WriteContext, 'client'>,
  open: readonly { readonly id: number; statements: StatementRow['statements'] }[],
): Promise<void> {
  if (open.length === 0) return;
  const { rows } = await context.client.query<StatementRow>({
    name: 'match-statements',
    text: statementsText,
    values: [open.map(({ id }) => id)],
  });
  const read = new Map(rows.map(({ id, statements }) => [id, statements]));
  for (const target of open) target.statements = read.get(target.id) ?? [];
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
    const index = new PackageIndex(ordering, targets, versions.length);
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
  const { rowCount } = await context.client.query({
    name: 'match-is-new',
    text: isNewText,
    values: [versionIds],
  });
  if (rowCount === 0) return 0;
  await takeMatchingTurn(context);
  const fresh = await newVersions(context, versionIds);
  await keepKeysOf(context, fresh);
  const byPackage = Map.groupBy(fresh, ({ package_id }) => package_id);
  const standing = await standingTargets(context, byPackage);
  await writeMatches(context, byPackage, standing, 1000);
  return fresh.length;
}

/**
 * Matches versions by package and writes what was found in parts of about so many matches: the database writes one while the next is made.
 * @returns how many matches there are
 */
export async function writeMatches(
  context: Pick<WriteContext, 'client' | 'now'>,
  byPackage: ReadonlyMap<number, readonly NewVersion[]>,
  standing: ReadonlyMap<number, readonly StandingTarget[]>,
  matchesPerPart: number,
): Promise<number> {
  let matches = 0;
  let versions: number[] = [];
  let columns = new MatchColumns();
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    const part = [versions, columns] as const;
    matches += columns.length;
    versions = [];
    columns = new MatchColumns();
    await writing;
    writing = insertMatches(context, ...part);
    // Whoever awaits it next gets the error; until then it must not count as one that nobody handles.
    writing.catch(() => undefined);
  };
  for (const [packageId, own] of byPackage) {
    matchPackageVersions(own, standing.get(packageId) ?? [], columns);
    for (const { id } of own) versions.push(id);
    if (columns.length >= matchesPerPart) await write();
  }
  await write();
  await writing;
  return matches;
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
