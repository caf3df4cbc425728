import { z } from 'zod';
import { id, instant, page } from '#work/contract.ts';

/** What an asset's current inventory lists, by key. */
export const installedComponent = z.object({
  packageVersionId: z.number().int(),
  ecosystem: z.string(),
  /** The package to which advisories refer; of dpkg the source package. */
  name: z.string(),
  version: z.string(),
  /** The name it is installed by, and its version where that differs. */
  binaryName: z.string(),
  binaryVersion: z.string().nullable(),
  vendor: z.string().nullable(),
  purl: z.string().nullable(),
  cpe: z.string().nullable(),
  kind: z.enum(['package', 'library', 'application', 'os', 'firmware', 'device', 'other']),
  /** The asset itself (equipment) rather than something on it. */
  itself: z.boolean(),
  /** The inventory that showed it first. */
  sinceInventory: id,
});
export const installedComponentPage = page(installedComponent);

export const inventorySummary = z.object({
  id,
  takenAt: instant,
  receivedAt: instant,
  format: z.string(),
  digest: z.string().nullable(),
  /** The first inventory of its asset: it lists no changes. */
  baseline: z.boolean(),
  /** Taken before the one that was here: kept, and never the present one. */
  history: z.boolean(),
  components: z.number().int(),
  added: z.number().int(),
  removed: z.number().int(),
  changed: z.number().int(),
});
export const inventoryPage = page(inventorySummary);

export const inventoryChange = z.object({
  sequence: z.number().int(),
  change: z.enum(['added', 'removed', 'changed']),
  ecosystem: z.string(),
  name: z.string(),
  binaryName: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export const inventoryChangePage = page(inventoryChange);

export const inventoryListInput = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(2000).optional(),
  /** Part of a package's or binary's name. */
  q: z.string().max(200).optional(),
});

export type InstalledComponent = z.infer<typeof installedComponent>;
export type InventorySummaryView = z.infer<typeof inventorySummary>;
export type InventoryChangeView = z.infer<typeof inventoryChange>;
