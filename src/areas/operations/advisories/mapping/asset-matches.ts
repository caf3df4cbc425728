import { type Cpe, parseCpe } from '#formats/cpe/cpe.ts';
import { relationOfCpes } from '#formats/cpe/match-cpe.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { matchPackage, type PackageStatement } from '../matching/match-package.ts';
import { verdictNumbers } from '../matching/package-index.ts';
import { orderingOf } from '../matching/product-names.ts';

/** Which ties are looked at anew: those with these rows of advisories, or of these assets. */
export type Selection = { readonly targets: readonly number[] } | { readonly asset: string };

/** Advisories that touched an asset by mapping or CPE name before, and now. */
export interface Refreshed {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

interface Pair {
  readonly asset_id: string;
  readonly target: number;
  readonly advisory_id: string;
  readonly mapping_id: string | null;
  readonly package_version_id: number | null;
  readonly version: string;
  readonly ecosystem: string;
  readonly statements: readonly PackageStatement[];
  readonly own_cpe: string | null;
  readonly said_cpe: string | null;
}

/** Part, vendor and product of a CPE name, as the column `advisory_product.cpe_key` holds them. */
export const cpeKeySql = (column: string): string =>
  `lower(coalesce(substring(${column} from '^[cC][pP][eE]:2\\.3:([aohAOH]:(?:\\\\.|[^:\\\\*?])+:(?:\\\\.|[^:\\\\*?])+)(?::|$)'),
    substring(${column} from '^[cC][pP][eE]:/([aohAOH]:[^:]+:[^:]+)')))`;

const selected = `($2::integer[] is null or p.id = any ($2::integer[])) and ($3::uuid is null or a.id = $3::uuid)`;

/** Mappings first: what a person confirmed explains more than a name that is equal. */
const pairsText = `
select distinct on (asset_id, target) * from (
  select 1 as rank, a.id as asset_id, p.id as target, p.advisory_id, m.id as mapping_id, c.package_version_id,
    coalesce(v.version, a.firmware, '') as version, n.ecosystem, p.statements, null::text as own_cpe, null::text as said_cpe
  from product_mapping m join product_key k on k.vendor_key = m.vendor_key and k.product_key = m.product_key
    join advisory_package p on p.package_id = k.package_id and p.stands join package_name n on n.id = p.package_id
    join asset a on a.owner_id = $1 and a.state <> 'retired' and (a.id = any (m.assets) or (m.own_product is not null
      and lower(a.product) = lower(m.own_product) and (m.own_vendor is null or lower(a.vendor) = lower(m.own_vendor))))
    left join installed_component c on c.owner_id = $1 and c.asset_id = a.id and c.itself
    left join package_version v on v.id = c.package_version_id
  where m.owner_id = $1 and m.revoked is not true and ${selected}
  union all
  select 2, a.id, p.id, p.advisory_id, null, c.package_version_id, v.version, n.ecosystem, p.statements, c.cpe, s.cpe
  from installed_component c join asset a on a.owner_id = $1 and a.id = c.asset_id and a.state <> 'retired'
    join package_version v on v.id = c.package_version_id
    join advisory_product s on s.cpe_key = ${cpeKeySql('c.cpe')}
    join advisory_package p on p.advisory_id = s.advisory_id and p.package_id = s.package_id and p.stands
    join package_name n on n.id = p.package_id
  where c.owner_id = $1 and c.cpe is not null and c.purl is null and ${selected}
    and not exists (select from match f where f.package_version_id = c.package_version_id and f.advisory_package_id = p.id and f.confidence >= 2)
) found order by asset_id, target, rank, version limit 20000`;

const clearText = `
delete from asset_match s using advisory_package p
where s.owner_id = $1 and p.id = s.advisory_package_id and ($2::integer[] is null or p.id = any ($2::integer[]))
  and ($3::uuid is null or s.asset_id = $3::uuid)
returning s.asset_id, p.advisory_id`;

const writeText = `
insert into asset_match (owner_id, asset_id, advisory_package_id, mapping_id, package_version_id, verdict)
select $1, w.asset, w.target, w.mapping, w.version, w.verdict
from unnest($2::uuid[], $3::integer[], $4::uuid[], $5::integer[], $6::smallint[]) as w (asset, target, mapping, version, verdict)`;

/**
 * Looks anew which assets of an organisation product mappings and CPE names tie to what advisories say, under its scope. Doing it again
 * changes nothing.
 */
export async function refreshAssetMatches(
  context: WriteContext,
  ownerId: string,
  selection: Selection,
): Promise<Refreshed> {
  const targets = 'targets' in selection ? selection.targets : null;
  const asset = 'asset' in selection ? selection.asset : null;
  const values = [ownerId, targets, asset];
  const gone = await context.client.query<{ advisory_id: string }>({
    name: 'asset-match-clear',
    text: clearText,
    values,
  });
  const { rows } = await context.client.query<Pair>({
    name: 'asset-match-pairs',
    text: pairsText,
    values,
  });
  const touching = rows.flatMap((row) => {
    if (row.own_cpe !== null && !areOneProduct(row.own_cpe, row.said_cpe ?? '')) return [];
    const { verdict } = matchPackage(orderingOf(row.ecosystem), row.version, row.statements);
    return verdict === 'not-affected' ? [] : [{ ...row, verdict: verdictNumbers[verdict] }];
  });
  if (touching.length > 0) {
    await context.client.query({
      name: 'asset-match-write',
      text: writeText,
      values: [
        ownerId,
        touching.map((row) => row.asset_id),
        touching.map((row) => row.target),
        touching.map((row) => row.mapping_id),
        touching.map((row) => row.package_version_id),
        touching.map((row) => row.verdict),
      ],
    });
  }
  return {
    before: new Set(gone.rows.map((row) => row.advisory_id)),
    after: new Set(touching.map((row) => row.advisory_id)),
  };
}

/** Versions are judged by what the advisory says of them; every other attribute must not contradict (NISTIR 7696). */
function areOneProduct(one: string, other: string): boolean {
  const [own, said] = [parseCpe(one), parseCpe(other)];
  if (!own.ok || !said.ok) return false;
  const versionless = (cpe: Cpe): Cpe => ({ ...cpe, version: '*', update: '*' });
  return relationOfCpes(versionless(said.cpe), versionless(own.cpe)) !== 'disjoint';
}
