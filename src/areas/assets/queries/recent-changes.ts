import type { ReadContext } from '#kernel/command/context.ts';

/** What one inventory changed on an asset. */
export interface AssetChange {
  readonly ownerId: string;
  readonly inventoryId: string;
  readonly assetId: string;
  readonly name: string;
  readonly at: string;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** Inventories of these organisations that showed something else than the one before, the newest first. */
export async function recentChanges(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  limit: number,
): Promise<AssetChange[]> {
  const { rows } = await context.client.query<Omit<AssetChange, 'at'> & { at: Date }>({
    name: 'asset-recent-changes',
    text: `select i.owner_id as "ownerId", i.id as "inventoryId", i.asset_id as "assetId", a.name, i.received_at as at, i.added, i.removed, i.changed
      from inventory i join asset a on a.owner_id = i.owner_id and a.id = i.asset_id
      where i.owner_id = any ($1::uuid[]) and not i.baseline and i.added + i.removed + i.changed > 0
      order by i.id desc limit $2`,
    values: [owners, limit],
  });
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
