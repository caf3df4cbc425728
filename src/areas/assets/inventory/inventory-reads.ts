import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import { id } from '#work/contract.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { inventoryListInput } from '../contract.ts';
import { changesOfInventory, inventoriesOf, inventoryOf } from '../queries/changes-of-inventory.ts';
import { currentComponents } from '../queries/current-components.ts';
import { assets } from '../registers.ts';

const input = inventoryListInput.extend({ assetId: id }).strict();

const mayRead = (principal: Principal) =>
  authorise(principal, { permission: 'assets:read', roles: [anyMember] });

/**
 * The owner of an asset that the reader belongs to. What is installed is for the owner's people: an asset that was shared shows its fields,
 * not its inventory. @throws 404
 */
async function ownerOf(context: ReadContext, assetId: string): Promise<string> {
  const row = await findRecord(context, assets, assetId, { lock: false });
  const owner = String(row['owner_id']);
  if (!context.scope.organisations.includes(owner)) throw notFound('record');
  return owner;
}

function pageOf<T>(items: readonly T[], limit: number, keyOf: (last: T) => (string | number)[]) {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const next = items.length > limit && last !== undefined ? encodeKey(keyOf(last)) : null;
  return { items: shown, next, total: null, titles: {} };
}

/** Components of an asset's current inventory, by key; `q` looks for a part of their names. @throws 404 */
export const readComponents = defineQuery({
  id: 'assets.inventory',
  input,
  authorise: mayRead,
  run: async (context, { assetId, limit, after, q }) => {
    const owner = await ownerOf(context, assetId);
    const [version, name] = after === undefined ? [0, ''] : decodeKey(after, 2);
    const items = await currentComponents(context, owner, assetId, {
      after: { packageVersionId: Number(version), binaryName: String(name) },
      limit: limit + 1,
      ...(q === undefined ? {} : { search: q }),
    });
    return pageOf(items, limit, (last) => [last.packageVersionId, last.binaryName]);
  },
});

/** Inventories of an asset, newest first. @throws 404 */
export const readInventories = defineQuery({
  id: 'assets.inventories',
  input,
  authorise: mayRead,
  run: async (context, { assetId, limit, after }) => {
    const owner = await ownerOf(context, assetId);
    const before = after === undefined ? null : String(decodeKey(after, 1)[0]);
    const items = await inventoriesOf(context, owner, assetId, { before, limit: limit + 1 });
    const page = pageOf(items, limit, (last) => [last.inventoryId]);
    return {
      ...page,
      items: page.items.map(({ inventoryId, assetId: _, ...rest }) => ({
        id: inventoryId,
        ...rest,
      })),
    };
  },
});

/** What one inventory changed against the one before. @throws 404 */
export const readInventoryChanges = defineQuery({
  id: 'assets.inventory-changes',
  input: input.extend({ inventoryId: z.string() }),
  authorise: mayRead,
  run: async (context, { assetId, inventoryId, limit, after }) => {
    const owner = await ownerOf(context, assetId);
    const inventory = await inventoryOf(context, owner, inventoryId);
    if (inventory?.assetId !== assetId) throw notFound('inventory');
    const [sequence] = after === undefined ? [0] : decodeKey(after, 1);
    const items = await changesOfInventory(context, owner, inventoryId, {
      after: Number(sequence),
      limit: limit + 1,
    });
    const page = pageOf(items, limit, (last) => [last.sequence]);
    return {
      ...page,
      items: page.items.map((one) => ({
        sequence: one.sequence,
        change: one.change,
        ecosystem: one.ecosystem,
        name: one.name,
        binaryName: one.binaryName,
        before: one.beforeVersion,
        after: one.afterVersion,
      })),
    };
  },
});
