import type { WriteContext } from '#kernel/command/context.ts';
import type { RecordChange } from '#work/catalogue.ts';
import { matchPackage, type PackageStatement } from './match-package.ts';
import { verdictNumbers } from './package-index.ts';
import { orderingOf, productKey, vendorKey } from './product-names.ts';

/** Normalised names of a mapping, under which advisories are found. */
export function keysOfMapping(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const vendor = String(fields['vendor'] ?? '');
  return {
    vendorKey: vendorKey(vendor),
    productKey: productKey(String(fields['product'] ?? ''), vendor),
  };
}

interface Pair {
  readonly asset_id: string;
  readonly firmware: string | null;
  readonly target: number;
  readonly ecosystem: string;
  readonly statements: readonly PackageStatement[];
  readonly advisory_id: string;
}

const pairsText = `
select a.id as asset_id, a.firmware, p.id as target, n.ecosystem, p.statements, p.advisory_id
from product_key k join advisory_package p on p.package_id = k.package_id and p.stands join package_name n on n.id = p.package_id
join asset a on a.owner_id = $1 and a.state <> 'retired' and (a.id = any ($4::uuid[])
  or ($5::text is not null and lower(a.product) = lower($5) and ($6::text is null or lower(a.vendor) = lower($6))))
where k.vendor_key = $2 and k.product_key = $3 limit 20000`;

/** A mapping that a person made ties assets to the advisories of a product: confirmed, reused for later ones, and gone when it is revoked. */
export async function applyMapping(context: WriteContext, change: RecordChange): Promise<void> {
  const { ownerId, id, after } = change;
  if (ownerId === null) return;
  await context.client.query({
    name: 'mapping-clear',
    text: 'delete from asset_match where owner_id = $1 and mapping_id = $2',
    values: [ownerId, id],
  });
  if (after === null || after['revoked'] === true) return;
  const { rows } = await context.client.query<Pair>({
    name: 'mapping-pairs',
    text: pairsText,
    values: [
      ownerId,
      after['vendorKey'],
      after['productKey'],
      after['assets'] ?? [],
      after['ownProduct'] ?? null,
      after['ownVendor'] ?? null,
    ],
  });
  const matched = rows.flatMap((row) => {
    const { verdict } = matchPackage(orderingOf(row.ecosystem), row.firmware ?? '', row.statements);
    return verdict === 'not-affected'
      ? []
      : [
          {
            asset: row.asset_id,
            target: row.target,
            verdict: verdictNumbers[verdict],
            of: row.advisory_id,
          },
        ];
  });
  await context.client.query({
    name: 'mapping-write',
    text: `insert into asset_match (owner_id, asset_id, advisory_package_id, mapping_id, verdict)
      select $1, w.asset, w.target, $2, w.verdict from unnest($3::uuid[], $4::integer[], $5::smallint[]) as w (asset, target, verdict)
      on conflict do nothing`,
    values: [
      ownerId,
      id,
      matched.map(({ asset }) => asset),
      matched.map(({ target }) => target),
      matched.map(({ verdict }) => verdict),
    ],
  });
  for (const advisoryId of new Set(matched.map(({ of }) => of))) {
    context.emit({
      name: 'advisory.changed',
      ownerId,
      recordId: advisoryId,
      payload: { advisoryId, targets: [] },
    });
  }
}
