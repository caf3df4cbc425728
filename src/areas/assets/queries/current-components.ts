import type { InventoryComponent } from '#formats/inventory.ts';
import type { ReadContext } from '#kernel/command/context.ts';

export interface CurrentComponent {
  readonly packageVersionId: number;
  readonly packageId: number;
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
  readonly binaryName: string;
  readonly binaryVersion: string | null;
  readonly vendor: string | null;
  readonly purl: string | null;
  readonly cpe: string | null;
  readonly kind: InventoryComponent['kind'];
  /** The asset itself (equipment) rather than something on it. */
  readonly itself: boolean;
  readonly sinceInventory: string;
}

const columns = `c.package_version_id as "packageVersionId", v.package_id as "packageId", p.ecosystem, p.name, v.version,
  c.binary_name as "binaryName", c.binary_version as "binaryVersion", c.vendor, c.purl, c.cpe, c.kind, c.itself,
  c.since_inventory as "sinceInventory"`;

export interface ComponentKey {
  readonly packageVersionId: number;
  readonly binaryName: string;
}

/**
 * Components of an asset's current inventory in the order of their key, at most `limit` (default 1,000) at a time; `search` keeps those
 * with it in the name of the package or of the binary, whatever the case.
 */
export async function currentComponents(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  assetId: string,
  page: {
    readonly after?: ComponentKey | null;
    readonly limit?: number;
    readonly search?: string;
  } = {},
): Promise<CurrentComponent[]> {
  const { rows } = await context.client.query<CurrentComponent>({
    name: 'current-components',
    text: `select ${columns} from installed_component c join package_version v on v.id = c.package_version_id
        join package_name p on p.id = v.package_id
      where c.owner_id = $1 and c.asset_id = $2 and (c.package_version_id, c.binary_name) > ($3, $4)
        and ($6::text is null or strpos(lower(p.name), lower($6)) > 0 or strpos(lower(c.binary_name), lower($6)) > 0)
      order by c.package_version_id, c.binary_name limit $5`,
    values: [
      ownerId,
      assetId,
      page.after?.packageVersionId ?? 0,
      page.after?.binaryName ?? '',
      page.limit ?? 1000,
      page.search ?? null,
    ],
  });
  return rows;
}

/** What of these packages the asset has now, in any version: the question of a verification. */
export async function installedOf(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  assetIds: readonly string[],
  packageIds: readonly number[],
): Promise<(CurrentComponent & { readonly assetId: string })[]> {
  const { rows } = await context.client.query<CurrentComponent & { assetId: string }>({
    name: 'installed-of-packages',
    text: `select c.asset_id as "assetId", ${columns} from package_version v join package_name p on p.id = v.package_id
        join installed_component c on c.package_version_id = v.id and c.owner_id = $1 and c.asset_id = any ($2::uuid[])
      where v.package_id = any ($3::integer[])
      order by c.asset_id, c.package_version_id, c.binary_name`,
    values: [ownerId, assetIds, packageIds],
  });
  return rows;
}

/** Distinct package versions installed with the named owners, ascending, at most `limit` at a time: input of a full correlation. */
export async function distinctInstalled(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  page: { readonly after?: number; readonly limit?: number } = {},
): Promise<{ packageVersionId: number; ecosystem: string; name: string; version: string }[]> {
  const { rows } = await context.client.query<{
    packageVersionId: number;
    ecosystem: string;
    name: string;
    version: string;
  }>({
    name: 'distinct-installed',
    text: `select v.id as "packageVersionId", p.ecosystem, p.name, v.version
      from package_version v join package_name p on p.id = v.package_id
      where v.id > $2 and exists (select from unnest($1::uuid[]) as o (id)
        join installed_component c on c.owner_id = o.id and c.package_version_id = v.id)
      order by v.id limit $3`,
    values: [owners, page.after ?? 0, page.limit ?? 10_000],
  });
  return rows;
}
