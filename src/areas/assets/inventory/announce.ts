import type { WriteContext } from '#kernel/command/context.ts';
import { isObservation } from '../queries/changes-of-inventory.ts';

/** Beyond this many changes an event says only that there are many. */
export const maxChangesInEvent = 500;

export interface InventoryCounts {
  readonly components: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

export interface TakenInventory {
  readonly ownerId: string;
  readonly assetId: string;
  readonly assetVersion: number;
  readonly inventoryId: string;
  readonly baseline: boolean;
  readonly format: string;
  readonly importId: string | null;
  readonly digest: string | null;
  readonly takenAt: string;
  readonly counts: InventoryCounts;
}

/** Ids of package versions that an inventory changed. */
export interface ChangedVersions {
  readonly added: readonly number[];
  readonly removed: readonly number[];
  readonly changed: readonly { readonly before: number; readonly after: number }[];
}

/** One trail entry and one event for an inventory that replaced another, or confirmed it. */
export function announceInventory(
  context: WriteContext,
  taken: TakenInventory,
  changes: ChangedVersions | null,
): void {
  const { ownerId, assetId, inventoryId, baseline, format, importId, digest, takenAt } = taken;
  context.record({
    ownerId,
    action: 'assets.inventory',
    kind: 'assets',
    recordId: assetId,
    recordVersion: taken.assetVersion,
    details: { inventoryId, baseline, format, importId, digest, takenAt, counts: taken.counts },
  });
  context.emit({
    name: 'inventory.replaced',
    ownerId,
    recordId: assetId,
    payload: {
      assetId,
      inventoryId,
      baseline,
      takenAt,
      observed: isObservation(format),
      counts: taken.counts,
      ...(changes === null ? { large: true } : { large: false, ...changes }),
    },
  });
}
