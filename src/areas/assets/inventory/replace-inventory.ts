import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, notFound } from '#kernel/errors/app-error.ts';
import {
  announceInventory,
  type ChangedVersions,
  type InventoryCounts,
  maxChangesInEvent,
} from './announce.ts';
import type { ComponentColumns } from './component-row.ts';
import { swapSettings, swapTexts } from './swap-text.ts';

export interface NewInventory {
  readonly ownerId: string;
  readonly assetId: string;
  readonly inventoryId: string;
  readonly importId: string | null;
  readonly format: string;
  readonly takenAt: Date;
  readonly digest: string;
  /** Ecosystem of the machine, kept with the asset so that the next inventory need not say it; null: leave it. */
  readonly ecosystem: string | null;
  /** Number of rows. Of staged ones: fewer there means that the database lost them. */
  readonly components: number;
  /** The rows as columns, when nothing was staged; null: they are staged. */
  readonly rows: ComponentColumns | null;
}

export interface ReplacedInventory extends InventoryCounts {
  /** The same import had done this already: nothing was written. */
  readonly repeated: boolean;
  /** When the inventory that is newer was taken: this one was kept as history, and changed nothing. Null: it is the present one. */
  readonly newer: string | null;
}

/**
 * Makes the staged rows the asset's inventory, with its trail entry and its event, in the caller's transaction: all of it, or, after a
 * fault or a crash, nothing. One that was taken before the present inventory is kept as history.
 * @throws 404 for an asset that is not the owner's, 409 `asset-retired`, `inventory-superseded`, `staging-lost`
 */
export async function replaceInventory(
  context: WriteContext,
  wanted: NewInventory,
): Promise<ReplacedInventory> {
  const asset = await lockAsset(context, wanted.ownerId, wanted.assetId);
  const last = await lastInventory(context, wanted);
  if (last !== null && last.import_id !== null && last.import_id === wanted.importId) {
    if (wanted.rows === null) await clearStaged(context, wanted);
    return { ...last, repeated: true, newer: null };
  }
  if (last !== null && last.taken_at > wanted.takenAt) {
    return keepAsHistory(context, wanted, asset.version, last.taken_at);
  }
  if (last !== null && last.id > wanted.inventoryId) {
    throw conflict('inventory-superseded', 'A later inventory of this asset came in meanwhile.');
  }
  if (wanted.rows === null) await requireStaged(context, wanted);
  const { counts, changes } = await swap(context, wanted, last === null);
  if (wanted.rows === null) await clearStaged(context, wanted);
  await context.client.query({
    name: 'inventory-asset-touch',
    // Nothing that a person edits: whoever has the asset's form open may still save it.
    text: `update asset set last_inventory_at = $3, ecosystem = coalesce($4, ecosystem) where owner_id = $1 and id = $2`,
    values: [wanted.ownerId, wanted.assetId, context.now, wanted.ecosystem],
  });
  announceInventory(
    context,
    {
      ...wanted,
      assetVersion: asset.version,
      baseline: last === null,
      takenAt: wanted.takenAt.toISOString(),
      counts,
    },
    changes,
  );
  return { ...counts, repeated: false, newer: null };
}

/** The asset, locked so that inventories of one asset take their turns. @throws 404, 409 `asset-retired` */
export async function lockAsset(
  context: WriteContext,
  ownerId: string,
  assetId: string,
): Promise<{ version: number; ecosystem: string | null; kind: string }> {
  const { rows } = await context.client.query<{
    version: number;
    state: string;
    ecosystem: string | null;
    kind: string;
  }>({
    name: 'inventory-asset',
    text: `select version, state, ecosystem, kind from asset where owner_id = $1 and id = $2 for update`,
    values: [ownerId, assetId],
  });
  const asset = rows[0];
  if (asset === undefined) throw notFound('asset');
  if (asset.state === 'retired') {
    throw conflict('asset-retired', 'This asset is retired: it has no inventory any more.');
  }
  return asset;
}

/**
 * An inventory that was taken before the present one says how it was, not how it is: it stands among the asset's inventories, and its
 * components, findings and patches are left as they are.
 */
async function keepAsHistory(
  context: WriteContext,
  wanted: NewInventory,
  assetVersion: number,
  newer: Date,
): Promise<ReplacedInventory> {
  const { ownerId, assetId, inventoryId, format, importId, digest, components } = wanted;
  if (wanted.rows === null) await clearStaged(context, wanted);
  const takenAt = wanted.takenAt.toISOString();
  const { rowCount } = await context.client.query({
    name: 'inventory-history',
    text: `insert into inventory (owner_id, id, asset_id, taken_at, received_at, format, import_id, digest, baseline, components, added, removed,
        changed, received_by, history)
      select $1, $2, $3, $4, $5, $6, $7::uuid, $8, false, $9, 0, 0, 0, $10::uuid, true
      where $7::uuid is null or not exists (select from inventory i where i.owner_id = $1 and i.asset_id = $3 and i.import_id = $7::uuid)`,
    values: [
      ...[ownerId, inventoryId, assetId, wanted.takenAt, context.now, format, importId, digest],
      ...[components, context.principal.personId],
    ],
  });
  const counts = { components, added: 0, removed: 0, changed: 0 };
  if (rowCount !== 0) {
    context.record({
      ownerId,
      action: 'assets.inventory',
      kind: 'assets',
      recordId: assetId,
      recordVersion: assetVersion,
      details: { inventoryId, history: true, format, importId, digest, takenAt, counts },
    });
  }
  return { ...counts, repeated: rowCount === 0, newer: newer.toISOString() };
}

interface LastInventory extends InventoryCounts {
  readonly taken_at: Date;
  readonly id: string;
  readonly import_id: string | null;
}

async function lastInventory(
  context: WriteContext,
  wanted: NewInventory,
): Promise<LastInventory | null> {
  const { rows } = await context.client.query<LastInventory>({
    name: 'inventory-last',
    text: `select id, taken_at, import_id, components, added, removed, changed from inventory
      where owner_id = $1 and asset_id = $2 and format <> 'manual' and format <> 'equipment' and not history order by id desc limit 1`,
    values: [wanted.ownerId, wanted.assetId],
  });
  return rows[0] ?? null;
}

async function requireStaged(context: WriteContext, wanted: NewInventory): Promise<void> {
  const { rows } = await context.client.query<{ staged: number }>({
    name: 'inventory-staged-count',
    text: `select count(*)::integer as staged from inventory_staged where owner_id = $1 and inventory_id = $2`,
    values: [wanted.ownerId, wanted.inventoryId],
  });
  if (rows[0]?.staged === wanted.components) return;
  throw conflict(
    'staging-lost',
    'The rows of this import are no longer there: import the file again.',
  );
}

async function swap(
  context: WriteContext,
  wanted: NewInventory,
  baseline: boolean,
): Promise<{ counts: InventoryCounts; changes: ChangedVersions | null }> {
  // Typed-in components may be there before the first inventory.
  const first = baseline && !(await hasComponents(context, wanted));
  await context.client.query(swapSettings);
  const texts = wanted.rows === null ? swapTexts.staged : swapTexts.given;
  const { rows } = await context.client.query<Omit<InventoryCounts, 'components'>>({
    // Not named: one plan would have to do for ten rows and for a million.
    text: first ? texts.first : texts.compared,
    values: [
      wanted.ownerId,
      wanted.inventoryId,
      wanted.assetId,
      context.now,
      baseline,
      wanted.takenAt,
      wanted.format,
      wanted.importId,
      wanted.digest,
      wanted.components,
      context.principal.personId,
      ...(wanted.rows ?? []),
    ],
  });
  const counts = {
    components: wanted.components,
    ...(rows[0] ?? { added: 0, removed: 0, changed: 0 }),
  };
  return { counts, changes: await changesForEvent(context, wanted, baseline, counts) };
}

async function hasComponents(context: WriteContext, wanted: NewInventory): Promise<boolean> {
  const { rowCount } = await context.client.query({
    name: 'inventory-has-components',
    text: 'select from installed_component where owner_id = $1 and asset_id = $2 and not itself limit 1',
    values: [wanted.ownerId, wanted.assetId],
  });
  return rowCount !== 0;
}

async function changesForEvent(
  context: WriteContext,
  wanted: NewInventory,
  baseline: boolean,
  counts: InventoryCounts,
): Promise<ChangedVersions | null> {
  const total = counts.added + counts.removed + counts.changed;
  if (total === 0) return { added: [], removed: [], changed: [] };
  if (baseline || total > maxChangesInEvent) return null;
  const { rows } = await context.client.query<{
    change: 'added' | 'removed' | 'changed';
    before: number;
    after: number;
  }>({
    name: 'inventory-changed-versions',
    text: `select change, before_version_id as before, after_version_id as after from inventory_change
      where owner_id = $1 and inventory_id = $2 order by sequence`,
    values: [wanted.ownerId, wanted.inventoryId],
  });
  return {
    added: rows.filter((row) => row.change === 'added').map((row) => row.after),
    removed: rows.filter((row) => row.change === 'removed').map((row) => row.before),
    changed: rows
      .filter((row) => row.change === 'changed')
      .map(({ before, after }) => ({ before, after })),
  };
}

/** Also what earlier imports of this asset left when their process was killed; one that is still under way will find its rows gone and say so. */
async function clearStaged(context: WriteContext, wanted: NewInventory): Promise<void> {
  await context.client.query({
    name: 'inventory-staged-clear',
    text: `delete from inventory_staged where owner_id = $1 and asset_id = $2 and inventory_id <= $3`,
    values: [wanted.ownerId, wanted.assetId, wanted.inventoryId],
  });
}
