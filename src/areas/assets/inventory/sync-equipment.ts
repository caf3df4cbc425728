import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { internVersions } from '../queries/package-ids.ts';
import { announceInventory, type ChangedVersions, type TakenInventory } from './announce.ts';
import { oneLine, vendorEcosystem } from './component-row.ts';

/** What a piece of equipment is: itself a component, so that advisories find it as they find what is installed. */
export interface EquipmentItem {
  readonly assetId: string;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly firmware: string | null;
  readonly cpe: string | null;
  /** The list tells the firmware: then it is a look at the machine even if nothing changed. */
  readonly observed?: boolean;
}

interface Present {
  readonly asset_id: string;
  readonly package_version_id: number | null;
  readonly package_id: number | null;
  readonly binary_name: string;
  readonly version: number;
  /** This import wrote the asset's inventory already. */
  readonly taken: boolean;
}

const presentText = `
select a.id as asset_id, a.version,
  $3::uuid is not null and exists (select from inventory i where i.owner_id = $1 and i.asset_id = a.id and i.import_id = $3) as taken, c.package_version_id, v.package_id, c.binary_name
from asset a
left join installed_component c on c.owner_id = a.owner_id and c.asset_id = a.id and c.itself
left join package_version v on v.id = c.package_version_id
where a.owner_id = $1 and a.id = any ($2::uuid[])`;

const writeText = `
with wanted as materialized (
  select * from jsonb_to_recordset($2::jsonb) as w (asset uuid, inventory uuid, binary_name text, vendor text, cpe text, kind text,
    before integer, after integer, change text)
), taken as (
  insert into inventory (owner_id, id, asset_id, taken_at, received_at, format, import_id, digest, baseline, components, added, removed,
    changed, received_by)
  select $1, w.inventory, w.asset, $3, $3, $4, $5::uuid, null, w.before is null, (w.after is not null)::integer,
    (w.before is null)::integer, (w.after is null)::integer, coalesce(w.before <> w.after, false)::integer, $6::uuid
  from wanted w
), gone as (
  delete from installed_component c using wanted w where c.owner_id = $1 and c.asset_id = w.asset and c.itself
    and c.package_version_id is distinct from w.after
), come as (
  insert into installed_component (owner_id, asset_id, package_version_id, binary_name, vendor, cpe, kind, itself, since_inventory)
  select $1, w.asset, w.after, w.binary_name, w.vendor, w.cpe, w.kind, true, w.inventory from wanted w where w.after is not null
  on conflict (owner_id, asset_id, package_version_id, binary_name) do update set itself = true, kind = excluded.kind
), changes as (
  insert into inventory_change (owner_id, inventory_id, sequence, asset_id, change, package_id, binary_name, before_version_id, after_version_id, at)
  select $1, w.inventory, 1, w.asset, w.change, v.package_id, w.binary_name, w.before, w.after, $3
  from wanted w join package_version v on v.id = coalesce(w.after, w.before)
  where w.before is not null and w.before is distinct from w.after
)
select 1`;

/**
 * Brings the components that stand for pieces of equipment in line with vendor, product and firmware of their assets; what is so already
 * is left alone. Each change is an inventory of its asset, with trail entry and event, and so is each look of a list that changed nothing:
 * it confirms or contradicts what was said of the asset. Returns how many changed.
 */
export async function syncEquipment(
  context: WriteContext,
  ownerId: string,
  items: readonly EquipmentItem[],
  format: 'manual' | 'equipment',
  importId: string | null = null,
): Promise<number> {
  if (items.length === 0) return 0;
  const named = items.filter((item) => item.product !== null);
  const ids = await internVersions(context, named.map(packageOf));
  const afterOf = new Map(named.map((item, index) => [item.assetId, ids[index] ?? 0]));
  const { rows } = await context.client.query<Present>({
    name: 'equipment-present',
    text: presentText,
    values: [ownerId, items.map((item) => item.assetId), importId],
  });
  const present = new Map(rows.map((row) => [row.asset_id, row]));
  const changed = items.flatMap((item): EquipmentChange[] => {
    const { package_version_id: before = null, taken } = present.get(item.assetId) ?? {};
    const after = afterOf.get(item.assetId) ?? null;
    const isLook = format === 'equipment' && item.observed === true && taken !== true;
    if (before === after && (after === null || !isLook)) return [];
    return [{ item, inventory: newId(), before, after }];
  });
  if (changed.length === 0) return 0;
  await context.client.query({
    name: 'equipment-sync',
    text: writeText,
    values: [
      ownerId,
      JSON.stringify(
        changed.map(({ item, inventory, before, after }) => ({
          asset: item.assetId,
          inventory,
          binary_name: oneLine(item.product ?? present.get(item.assetId)?.binary_name ?? ''),
          vendor: item.vendor,
          cpe: item.cpe,
          kind: item.firmware === null ? 'device' : 'firmware',
          before,
          after,
          change: after === null ? 'removed' : 'changed',
        })),
      ),
      context.now,
      format,
      importId,
      context.principal.personId,
    ],
  });
  for (const change of changed) {
    const version = present.get(change.item.assetId)?.version ?? 1;
    announceInventory(
      context,
      takenOf(context, ownerId, change, version, { format, importId }),
      changesOf(change.before, change.after),
    );
  }
  return changed.filter(({ before, after }) => before !== after).length;
}

interface EquipmentChange {
  readonly item: EquipmentItem;
  readonly inventory: string;
  readonly before: number | null;
  readonly after: number | null;
}

function takenOf(
  context: WriteContext,
  ownerId: string,
  { item, inventory, before, after }: EquipmentChange,
  assetVersion: number,
  origin: { readonly format: string; readonly importId: string | null },
): TakenInventory {
  return {
    ...origin,
    ownerId,
    assetId: item.assetId,
    assetVersion,
    inventoryId: inventory,
    baseline: before === null,
    digest: null,
    takenAt: context.now.toISOString(),
    counts: {
      components: after === null ? 0 : 1,
      added: before === null ? 1 : 0,
      removed: after === null ? 1 : 0,
      changed: before !== null && after !== null && before !== after ? 1 : 0,
    },
  };
}

function packageOf(item: EquipmentItem) {
  const name = oneLine(item.product ?? '');
  return {
    ecosystem: item.vendor === null ? 'generic' : vendorEcosystem(item.vendor),
    name,
    version: oneLine(item.firmware ?? ''),
  };
}

function changesOf(before: number | null, after: number | null): ChangedVersions {
  if (before === after) return { added: [], removed: [], changed: [] };
  if (before !== null && after !== null) {
    return { added: [], removed: [], changed: [{ before, after }] };
  }
  return {
    added: after === null ? [] : [after],
    removed: before === null ? [] : [before],
    changed: [],
  };
}
