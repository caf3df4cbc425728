import type { ReadContext } from '#kernel/command/context.ts';

export interface InventoryChange {
  readonly sequence: number;
  readonly change: 'added' | 'removed' | 'changed';
  readonly packageId: number;
  readonly ecosystem: string;
  readonly name: string;
  readonly binaryName: string;
  readonly beforeVersionId: number | null;
  readonly beforeVersion: string | null;
  readonly afterVersionId: number | null;
  readonly afterVersion: string | null;
}

export interface InventorySummary {
  readonly inventoryId: string;
  readonly assetId: string;
  readonly takenAt: string;
  readonly receivedAt: string;
  readonly format: string;
  readonly digest: string | null;
  /** The first inventory of its asset: it lists no changes. */
  readonly baseline: boolean;
  /** Taken before the one that was here: kept, and never the present one. */
  readonly history: boolean;
  readonly components: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

interface SummaryRow extends Omit<InventorySummary, 'takenAt' | 'receivedAt'> {
  readonly takenAt: Date;
  readonly receivedAt: Date;
}

const summaryColumns = `i.id as "inventoryId", i.asset_id as "assetId", i.taken_at as "takenAt", i.received_at as "receivedAt", i.format, i.digest,
  i.baseline, i.history, i.components, i.added, i.removed, i.changed`;

function summaryOf(row: SummaryRow): InventorySummary {
  return {
    ...row,
    takenAt: row.takenAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
  };
}

/** One inventory of the owner, or null. */
export async function inventoryOf(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  inventoryId: string,
): Promise<InventorySummary | null> {
  const { rows } = await context.client.query<SummaryRow>({
    name: 'inventory-one',
    text: `select ${summaryColumns} from inventory i where i.owner_id = $1 and i.id = $2`,
    values: [ownerId, inventoryId],
  });
  return rows[0] === undefined ? null : summaryOf(rows[0]);
}

/** Inventories of an asset, newest first, by key; `present` leaves out those kept as history. */
export async function inventoriesOf(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  assetId: string,
  page: {
    readonly before?: string | null;
    readonly limit?: number;
    readonly present?: boolean;
  } = {},
): Promise<InventorySummary[]> {
  const { rows } = await context.client.query<SummaryRow>({
    name: 'inventories-of-asset',
    text: `select ${summaryColumns} from inventory i where i.owner_id = $1 and i.asset_id = $2 and ($3::uuid is null or i.id < $3::uuid)
        and not ($5::boolean and i.history)
      order by i.id desc limit $4`,
    values: [ownerId, assetId, page.before ?? null, page.limit ?? 50, page.present ?? false],
  });
  return rows.map(summaryOf);
}

/** What a person typed says what he knows; it is no look at the machine. */
export function isObservation(format: string): boolean {
  return format !== 'manual';
}

/**
 * The latest inventory of an asset that is an observation: neither typed in nor kept as history only because a newer one was there. Null
 * before there is one.
 */
export async function newestObservation(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  assetId: string,
): Promise<InventorySummary | null> {
  const { rows } = await context.client.query<SummaryRow>({
    name: 'inventory-newest-observation',
    text: `select ${summaryColumns} from inventory i where i.owner_id = $1 and i.asset_id = $2 and i.format <> 'manual' and not i.history
      order by i.id desc limit 1`,
    values: [ownerId, assetId],
  });
  return rows[0] === undefined ? null : summaryOf(rows[0]);
}

/**
 * What an inventory changed against the one before, in order, at most `limit` (default 1,000) after a sequence number. What follows an
 * `inventory.replaced` event asks here whether each change lies within a change under way.
 */
export async function changesOfInventory(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  inventoryId: string,
  page: { readonly after?: number; readonly limit?: number } = {},
): Promise<InventoryChange[]> {
  const { rows } = await context.client.query<InventoryChange>({
    name: 'changes-of-inventory',
    text: `select c.sequence, c.change, c.package_id as "packageId", p.ecosystem, p.name, c.binary_name as "binaryName",
        c.before_version_id as "beforeVersionId", b.version as "beforeVersion", c.after_version_id as "afterVersionId", a.version as "afterVersion"
      from inventory_change c join package_name p on p.id = c.package_id
        left join package_version b on b.id = c.before_version_id left join package_version a on a.id = c.after_version_id
      where c.owner_id = $1 and c.inventory_id = $2 and c.sequence > $3 order by c.sequence limit $4`,
    values: [ownerId, inventoryId, page.after ?? 0, page.limit ?? 1000],
  });
  return rows;
}
