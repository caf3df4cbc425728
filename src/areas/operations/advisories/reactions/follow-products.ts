import type { WriteContext } from '#kernel/command/context.ts';
import type { Reaction } from '#work/catalogue.ts';
import { cpeKeySql, refreshAssetMatches } from '../mapping/asset-matches.ts';
import { refreshGroups, tellGroups } from './finding-groups.ts';
import { forEachConcerned } from './organisations.ts';
import { reconsiderFindings } from './reconsider-findings.ts';

/** Those of the organisations that mapped one of the products, have something of the same CPE name, or had a tie to it. */
async function tied(
  context: WriteContext,
  owners: readonly string[],
  targets: readonly number[],
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'organisations-tied',
    text: `select m.owner_id as id from advisory_package p join product_key k on k.package_id = p.package_id
        join product_mapping m on m.owner_id = any ($1::uuid[]) and m.vendor_key = k.vendor_key and m.product_key = k.product_key
      where p.id = any ($2::integer[]) and m.revoked is not true
      union select c.owner_id from installed_component c
      where c.owner_id = any ($1::uuid[]) and c.cpe is not null and c.purl is null and ${cpeKeySql('c.cpe')} in (
        select s.cpe_key from advisory_package p join advisory_product s on s.advisory_id = p.advisory_id and s.package_id = p.package_id
        where p.id = any ($2::integer[]))
      union select s.owner_id from asset_match s where s.owner_id = any ($1::uuid[]) and s.advisory_package_id = any ($2::integer[])`,
    values: [owners, targets],
  });
  return rows.map(({ id }) => id);
}

/**
 * After products of vendors are new or changed in advisories: mappings confirmed once, and CPE names, tie them to assets without anybody
 * asking again, or let them go.
 */
export const followProducts: Reaction = {
  id: 'advisories-follow-products',
  on: 'advisory.products-changed',
  run: (context, event) => {
    const targets = (event.payload['targets'] as readonly unknown[]).map(Number);
    return forEachConcerned(
      context,
      event.ownerId,
      (owners) => tied(context, owners, targets),
      async (ownerId) => {
        const { before, after } = await refreshAssetMatches(context, ownerId, { targets });
        const concerned = [...before.union(after)];
        await reconsiderFindings(context, ownerId, targets, event.at);
        tellGroups(context, ownerId, await refreshGroups(context, ownerId, concerned));
      },
    );
  },
};

/** Rows of advisories named in one event. */
const mostTargets = 2000;

/** Tells of rows about vendors' products that changed; who mapped them is looked up afterwards. */
export function tellProducts(
  context: WriteContext,
  ownerId: string,
  advisoryId: string,
  targets: readonly number[],
): void {
  for (let at = 0; at < targets.length; at += mostTargets) {
    context.emit({
      name: 'advisory.products-changed',
      ownerId,
      recordId: advisoryId,
      payload: { targets: targets.slice(at, at + mostTargets) },
    });
  }
}
