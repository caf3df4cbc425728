import type { ReadContext } from '#kernel/command/context.ts';

/** A product of a vendor as inventories name it: the other side of a product mapping (CSAF product tree). */
export interface EquipmentProduct {
  readonly packageId: number;
  /** `vendor:<vendor in lower case>`, or `generic` where no vendor is named. */
  readonly ecosystem: string;
  readonly vendor: string | null;
  readonly product: string;
  readonly versions: readonly { readonly packageVersionId: number; readonly version: string }[];
  readonly cpes: readonly string[];
}

/** Products that no package manager knows, of the named owners' assets: equipment, and what inventories list with a vendor only. */
export async function equipmentProducts(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  page: { readonly after?: number; readonly limit?: number } = {},
): Promise<EquipmentProduct[]> {
  const { rows } = await context.client.query<EquipmentProduct>({
    name: 'equipment-products',
    text: `select p.id as "packageId", p.ecosystem, min(c.vendor) as vendor, p.name as product,
        jsonb_agg(distinct jsonb_build_object('packageVersionId', v.id, 'version', v.version)) as versions,
        coalesce(array_agg(distinct c.cpe) filter (where c.cpe is not null), '{}') as cpes
      from package_name p join package_version v on v.package_id = p.id
        join installed_component c on c.package_version_id = v.id and c.owner_id = any ($1::uuid[])
      where p.id > $2 and (p.ecosystem = 'generic' or p.ecosystem >= 'vendor:' and p.ecosystem < 'vendor;')
      group by p.id order by p.id limit $3`,
    values: [owners, page.after ?? 0, page.limit ?? 1000],
  });
  return rows;
}

export interface EquipmentAsset {
  readonly ownerId: string;
  readonly assetId: string;
  readonly name: string;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly serial: string | null;
  readonly cpe: string | null;
}

/** Equipment of the named owners by vendor as written (null: all vendors), by key (owner, id). Retired equipment is left out. */
export async function equipmentAssets(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  vendor: string | null,
  page: {
    readonly after?: { ownerId: string; assetId: string } | null;
    readonly limit?: number;
  } = {},
): Promise<EquipmentAsset[]> {
  const { rows } = await context.client.query<EquipmentAsset>({
    name: 'equipment-assets',
    text: `select owner_id as "ownerId", id as "assetId", name, vendor, product, model, firmware, serial, cpe from asset
      where owner_id = any ($1::uuid[]) and kind = 'equipment' and state <> 'retired' and ($2::text is null or vendor = $2)
        and ($3::uuid is null or (owner_id, id) > ($3::uuid, $4::uuid))
      order by owner_id, id limit $5`,
    values: [
      owners,
      vendor,
      page.after?.ownerId ?? null,
      page.after?.assetId ?? null,
      page.limit ?? 1000,
    ],
  });
  return rows;
}
