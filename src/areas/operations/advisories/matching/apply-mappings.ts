import type { WriteContext } from '#kernel/command/context.ts';
import type { RecordChange } from '#work/catalogue.ts';
import { refreshAssetMatches } from '../mapping/asset-matches.ts';
import { productKey, vendorKey } from './product-names.ts';

/** Normalised names of a mapping, under which advisories are found. */
export function keysOfMapping(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const vendor = String(fields['vendor'] ?? '');
  return {
    vendorKey: vendorKey(vendor),
    productKey: productKey(String(fields['product'] ?? ''), vendor),
  };
}

const targetsText = `
select p.id from product_key k join advisory_package p on p.package_id = k.package_id
where (k.vendor_key, k.product_key) in (select * from unnest($3::text[], $4::text[]))
union select s.advisory_package_id from asset_match s where s.owner_id = $1 and s.mapping_id = $2`;

/**
 * A mapping that a person made, changed or revoked: ties assets to the advisories of a product, or withdraws what it tied. Each advisory
 * that it concerned or concerns is told of, so that its findings appear or are cleared.
 */
export async function applyMapping(context: WriteContext, change: RecordChange): Promise<void> {
  const { ownerId, id, before, after } = change;
  if (ownerId === null) return;
  const names = [before, after].flatMap((fields) => (fields === null ? [] : [fields]));
  const { rows } = await context.client.query<{ id: number }>({
    name: 'mapping-targets',
    text: targetsText,
    values: [
      ownerId,
      id,
      names.map((fields) => fields['vendorKey']),
      names.map((fields) => fields['productKey']),
    ],
  });
  const refreshed = await refreshAssetMatches(context, ownerId, {
    targets: rows.map((row) => row.id),
  });
  for (const advisoryId of refreshed.before.union(refreshed.after)) {
    context.emit({
      name: 'advisory.changed',
      ownerId,
      recordId: advisoryId,
      payload: { advisoryId, targets: [] },
    });
  }
}
