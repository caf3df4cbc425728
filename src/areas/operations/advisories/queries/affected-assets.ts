import { type AssetPackageKey, assetsByPackage } from '#areas/assets/queries/assets-by-package.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { Reason, Verdict } from '../matching/match-package.ts';
import { verdictOf } from '../matching/package-index.ts';
import { explainMatches, pairKey } from './explain-matches.ts';

export type ConfidenceName = 'possible' | 'probable' | 'confirmed';

const confidenceNames: readonly ConfidenceName[] = [
  'possible',
  'possible',
  'probable',
  'confirmed',
];

/** The name of a stored confidence. */
export function confidenceOfNumber(number: number): ConfidenceName {
  return confidenceNames[number] ?? 'possible';
}

/** One component of one asset that an advisory affects, or of which that is not known. */
export interface AffectedAsset {
  readonly ownerId: string;
  readonly assetId: string;
  readonly name: string;
  readonly kind: string;
  readonly environment: string | null;
  readonly exposure: string | null;
  readonly value: number | null;
  /** Package, as the advisory names it, and its version there. */
  readonly ecosystem: string;
  readonly package: string;
  readonly binaryName: string;
  readonly version: string;
  readonly verdict: Verdict;
  readonly confidence: ConfidenceName;
  readonly fixedVersion: string | null;
  readonly reason: Reason;
  readonly vulnerabilities: readonly string[];
}

export interface AffectedPage {
  readonly items: readonly AffectedAsset[];
  readonly next: AssetPackageKey | null;
}

/** Which of the affected assets are wanted; absent: all. */
export interface AffectedFilter {
  readonly verdict?: Verdict | undefined;
  readonly confidence?: ConfidenceName | undefined;
  /** Only these assets; all but these. */
  readonly only?: readonly string[] | null;
  readonly except?: readonly string[] | null;
}

function wantedOf(filter: AffectedFilter) {
  return (one: { readonly verdict: Verdict; readonly confidence: ConfidenceName }): boolean =>
    (filter.verdict === undefined || one.verdict === filter.verdict) &&
    (filter.confidence === undefined || one.confidence === filter.confidence);
}

interface PairRow {
  readonly version_id: number;
  readonly target_id: number;
  readonly verdict: number;
  readonly confidence: number;
}

/** The surest and worst match of each version: an advisory may reach a version by several of its rows. */
async function matchesOf(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  advisoryId: string,
): Promise<Map<number, PairRow>> {
  const { rows } = await context.client.query<PairRow>({
    name: 'affected-versions',
    text: `select m.package_version_id as version_id, m.advisory_package_id as target_id, m.verdict, m.confidence
      from advisory_package p join match m on m.advisory_package_id = p.id
      where p.advisory_id = $1 and exists (select from unnest($2::uuid[]) as o (id) join installed_component c
        on c.owner_id = o.id and c.package_version_id = m.package_version_id)
      order by m.confidence desc, m.verdict = 3, m.verdict desc, m.advisory_package_id`,
    values: [advisoryId, owners],
  });
  const best = new Map<number, PairRow>();
  for (const row of rows) if (!best.has(row.version_id)) best.set(row.version_id, row);
  return best;
}

/**
 * Components of the assets of these owners that an advisory affects, or of which that is not known, by key. The cost is that of the
 * advisory's matches and of what is found; assets that a product mapping ties to it come with the last page.
 */
export async function affectedPage(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  advisoryId: string,
  page: AffectedFilter & { readonly after?: AssetPackageKey | null; readonly limit: number },
): Promise<AffectedPage> {
  const wanted = wantedOf(page);
  const every = await matchesOf(context, owners, advisoryId);
  const matches = new Map(
    [...every].filter(([, { verdict, confidence }]) =>
      wanted({ verdict: verdictOf(verdict), confidence: confidenceOfNumber(confidence) }),
    ),
  );
  const found =
    matches.size === 0
      ? { items: [], next: null }
      : await assetsByPackage(context, owners, [...matches.keys()], page);
  const pairOf = (versionId: number) => ({
    versionId,
    targetId: matches.get(versionId)?.target_id ?? 0,
  });
  const versions = [...new Set(found.items.map(({ packageVersionId }) => packageVersionId))];
  const explained = await explainMatches(context, versions.map(pairOf));
  const items = found.items.flatMap((item): AffectedAsset[] => {
    const match = matches.get(item.packageVersionId);
    const why = explained.get(pairKey(pairOf(item.packageVersionId)));
    if (match === undefined || why === undefined) return [];
    return [
      {
        ...assetOf(item),
        ecosystem: why.ecosystem,
        package: why.package,
        binaryName: item.binaryName,
        version: why.version,
        verdict: verdictOf(match.verdict),
        confidence: confidenceOfNumber(match.confidence),
        fixedVersion: why.fixedVersion,
        reason: why.reason,
        vulnerabilities: why.vulnerabilities,
      },
    ];
  });
  if (found.next !== null) return { items, next: keyOf(found.next) };
  const mapped = (await mappedAssets(context, owners, advisoryId)).filter(
    (one) =>
      wanted(one) &&
      (page.only ?? [one.assetId]).includes(one.assetId) &&
      page.except?.includes(one.assetId) !== true,
  );
  return { items: [...items, ...mapped], next: null };
}

function keyOf(key: AssetPackageKey): AssetPackageKey {
  const { ownerId, packageVersionId, assetId, binaryName } = key;
  return { ownerId, packageVersionId, assetId, binaryName };
}

function assetOf(
  item: Pick<
    AffectedAsset,
    'ownerId' | 'assetId' | 'name' | 'kind' | 'environment' | 'exposure' | 'value'
  >,
) {
  const { ownerId, assetId, name, kind, environment, exposure, value } = item;
  return { ownerId, assetId, name, kind, environment, exposure, value };
}

interface MappedRow {
  readonly ownerId: string;
  readonly assetId: string;
  readonly name: string;
  readonly kind: string;
  readonly environment: string | null;
  readonly exposure: string | null;
  readonly value: number | null;
  readonly ecosystem: string;
  readonly package: string;
  readonly versionId: number;
  readonly targetId: number;
  readonly byMapping: boolean;
  readonly firmware: string | null;
  readonly verdict: number;
}

async function mappedAssets(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  advisoryId: string,
): Promise<AffectedAsset[]> {
  const { rows } = await context.client.query<MappedRow>({
    name: 'affected-mapped',
    text: `select m.owner_id as "ownerId", m.asset_id as "assetId", a.name, a.kind, a.environment, a.exposure, a.value, n.ecosystem,
        n.name as package, coalesce(m.package_version_id, 0) as "versionId", p.id as "targetId", m.mapping_id is not null as "byMapping",
        a.firmware, m.verdict
      from advisory_package p join asset_match m on m.owner_id = any ($2::uuid[]) and m.advisory_package_id = p.id
        join asset a on a.owner_id = m.owner_id and a.id = m.asset_id join package_name n on n.id = p.package_id
      where p.advisory_id = $1 and a.state <> 'retired' order by m.owner_id, m.asset_id limit 1000`,
    values: [advisoryId, owners],
  });
  const explained = await explainMatches(context, rows);
  return rows.map((row) => {
    const why = explained.get(pairKey(row));
    const code = row.byMapping ? ('product-mapping' as const) : ('cpe-name' as const);
    return {
      ...assetOf(row),
      ecosystem: row.ecosystem,
      package: row.package,
      binaryName: row.package,
      version: why?.version ?? row.firmware ?? '',
      verdict: verdictOf(row.verdict),
      confidence: 'confirmed' as const,
      fixedVersion: why?.fixedVersion ?? null,
      reason: { code, values: { product: row.package } },
      vulnerabilities: why?.vulnerabilities ?? [],
    };
  });
}

/** All assets of one owner that an advisory touches, at most 20,000; what is only possible is left out, a person decides about that. */
export async function affectedAssets(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  advisoryId: string,
): Promise<AffectedAsset[]> {
  const all: AffectedAsset[] = [];
  let after: AssetPackageKey | null = null;
  do {
    const page: AffectedPage = await affectedPage(context, [ownerId], advisoryId, {
      after,
      limit: 2000,
    });
    all.push(...page.items.filter(({ confidence }) => confidence !== 'possible'));
    after = page.next;
  } while (after !== null && all.length < 20_000);
  return all;
}
