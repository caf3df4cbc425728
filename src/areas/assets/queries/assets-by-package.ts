import type { ReadContext } from '#kernel/command/context.ts';

/** An asset that has one of the package versions, with what triage asks first. */
export interface AssetWithPackage {
  readonly ownerId: string;
  readonly assetId: string;
  readonly packageVersionId: number;
  readonly binaryName: string;
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  /** The person who owns the asset; null while it is not registered. */
  readonly owner: string | null;
  readonly environment: string | null;
  readonly exposure: string | null;
  readonly confidentiality: number | null;
  readonly integrity: number | null;
  readonly availability: number | null;
  readonly value: number | null;
}

export interface AssetsByPackagePage {
  readonly items: readonly AssetWithPackage[];
  /** Give it as `after` for the next page; null at the end. */
  readonly next: AssetPackageKey | null;
}

export interface AssetPackageKey {
  readonly ownerId: string;
  readonly packageVersionId: number;
  readonly assetId: string;
  readonly binaryName: string;
}

/**
 * Assets of the named owners that have one of the package versions, by key, at most `limit` (default 1,000) at a time. Retired assets are
 * left out. Driven by the index (owner, package version, asset): the cost is that of what is found.
 */
export async function assetsByPackage(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  packageVersionIds: readonly number[],
  page: {
    readonly after?: AssetPackageKey | null;
    readonly limit?: number;
    /** Only these assets; all but these. */
    readonly only?: readonly string[] | null;
    readonly except?: readonly string[] | null;
  } = {},
): Promise<AssetsByPackagePage> {
  const limit = page.limit ?? 1000;
  const after = page.after ?? null;
  const { rows } = await context.client.query<AssetWithPackage>({
    name: 'assets-by-package',
    text: `select c.owner_id as "ownerId", c.asset_id as "assetId", c.package_version_id as "packageVersionId", c.binary_name as "binaryName",
        a.name, a.kind, a.state, a.owner, a.environment, a.exposure, a.confidentiality, a.integrity, a.availability, a.value
      from installed_component c join asset a on a.owner_id = c.owner_id and a.id = c.asset_id
      where c.owner_id = any ($1::uuid[]) and c.package_version_id = any ($2::integer[]) and a.state <> 'retired'
        and ($3::uuid is null or (c.owner_id, c.package_version_id, c.asset_id, c.binary_name) > ($3::uuid, $4::integer, $5::uuid, $6::text))
        and ($8::uuid[] is null or c.asset_id = any ($8::uuid[])) and ($9::uuid[] is null or c.asset_id <> all ($9::uuid[]))
      order by c.owner_id, c.package_version_id, c.asset_id, c.binary_name limit $7`,
    values: [
      owners,
      packageVersionIds,
      after?.ownerId ?? null,
      after?.packageVersionId ?? null,
      after?.assetId ?? null,
      after?.binaryName ?? null,
      limit + 1,
      page.only ?? null,
      page.except ?? null,
    ],
  });
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1) ?? null) : null };
}

/** Which of the package versions are installed anywhere with the named owners: a cheap first question before matching a new advisory. */
export async function installedVersions(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  packageVersionIds: readonly number[],
): Promise<number[]> {
  const { rows } = await context.client.query<{ id: number }>({
    name: 'installed-versions',
    text: `select v.id from unnest($2::integer[]) as v (id)
      where exists (select from unnest($1::uuid[]) as o (id) join installed_component c on c.owner_id = o.id and c.package_version_id = v.id)`,
    values: [owners, packageVersionIds],
  });
  return rows.map((row) => row.id);
}
