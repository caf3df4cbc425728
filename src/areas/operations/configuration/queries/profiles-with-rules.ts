import { assetsOfClass } from '#areas/assets/queries/assets-of-class.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { ItemWithRules } from '../intake/map-results.ts';

interface Found {
  readonly profile: string;
  readonly kind: string;
  readonly category: string | null;
  readonly tag: string | null;
  readonly items: readonly ItemWithRules[];
}

/** Profiles in force for the class of an asset, each with the items of its version that a scanner's rule checks. */
export async function profilesWithRules(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  asset: string,
): Promise<readonly { readonly profile: string; readonly items: readonly ItemWithRules[] }[]> {
  const { rows } = await context.client.query<Found>({
    name: 'configuration-profiles-with-rules',
    text: `select p.id as profile, p.asset_kind as kind, p.category, p.asset_tag as tag,
        (select jsonb_agg(jsonb_build_object('item', i.id, 'ruleIds', to_jsonb(i.rule_ids)) order by i.code)
          from configuration_profile_item l join configuration_item i on i.owner_id = l.owner_id and i.id = l.item
          where l.owner_id = $1 and l.case_id = p.release and cardinality(i.rule_ids) > 0) as items
      from configuration_profile p join asset a on a.owner_id = p.owner_id and a.kind = p.asset_kind
      where p.owner_id = $1 and a.id = $2 and p.state = 'released' and p.release is not null order by p.id`,
    values: [ownerId, asset],
  });
  const suiting = [];
  for (const { profile, kind, category, tag, items } of rows) {
    const among = { kind, category, tag, among: [asset] };
    if (items !== null && (await assetsOfClass(context, ownerId, among)).length > 0) {
      suiting.push({ profile, items });
    }
  }
  return suiting;
}
