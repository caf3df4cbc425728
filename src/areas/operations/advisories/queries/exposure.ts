import { patchesOfAsset } from '#areas/operations/patch/queries/targets-of-cases.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { ExposureView } from '../analysis/contract.ts';

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const openText = `
select coalesce(a.severity, 'unknown') as severity, count(*)::integer as open,
  (count(*) filter (where coalesce(d.due_at, g.due_at) < $3))::integer as overdue
from (
  select distinct p.advisory_id from installed_component c join match m on m.package_version_id = c.package_version_id
    join advisory_package p on p.id = m.advisory_package_id
  where c.owner_id = $1 and c.asset_id = $2 and p.stands and m.confidence >= 2
  union select p.advisory_id from asset_match m join advisory_package p on p.id = m.advisory_package_id
  where m.owner_id = $1 and m.asset_id = $2 and p.stands
) t join advisory a on a.id = t.advisory_id
  left join disposition d on d.owner_id = $1 and d.asset_id = $2 and d.advisory_id = t.advisory_id
  left join finding_group g on g.owner_id = $1 and g.advisory_id = t.advisory_id
where coalesce(d.kind, 'waiting') <> 'not-affected' group by 1`;

/**
 * Cases that name the asset: patches by their targets, what those came from and led to, and the latest thousand warnings and changes that
 * list it, so that the cost does not grow with the organisation's history.
 */
const casesText = `
with patches as materialized (
  select distinct id from unnest($3::uuid[]) as p (id)
), named as materialized (
  select id from patches
  union select h.to_case_id from patches p join hand_off h on h.owner_id = $1 and h.from_case_id = p.id where h.to_case_id is not null
  union select h.from_case_id from patches p join hand_off h on h.owner_id = $1 and h.to_case_id = p.id
  union select r.id from unnest(array['early-warning', 'change']) as k (procedure) cross join lateral (
    select c.id, c.fields from procedure_case c where c.owner_id = $1 and c.procedure = k.procedure order by c.id desc limit 1000) r
  where r.fields->'assets' ? $2::text
)
select c.id, c.procedure, c.reference, c.title, c.state, ${iso('c.opened_at')} as "openedAt", ${iso('c.closed_at')} as "closedAt",
  ${iso('c.due_at')} as "dueAt"
from named n join procedure_case c on c.owner_id = $1 and c.id = n.id order by c.closed_at is not null, c.id desc limit 50`;

/** What threatens one asset of an owner, in numbers, and the cases that touch it. */
export async function exposureOf(
  context: Pick<ReadContext, 'client' | 'now'>,
  ownerId: string,
  assetId: string,
): Promise<ExposureView> {
  const { rows } = await context.client.query<{ severity: string; open: number; overdue: number }>({
    name: 'asset-exposure',
    text: openText,
    values: [ownerId, assetId, context.now],
  });
  const verified = await context.client.query<{ n: number }>({
    name: 'asset-verified',
    text: `select count(*)::integer as n from finding_state
      where owner_id = $1 and asset_id = $2 and condition = 'verified-fixed'`,
    values: [ownerId, assetId],
  });
  const cases = await context.client.query<ExposureView['cases'][number]>({
    name: 'asset-cases',
    text: casesText,
    values: [ownerId, assetId, await patchesOfAsset(context, ownerId, assetId)],
  });
  return {
    open: Object.fromEntries(rows.map(({ severity, open }) => [severity, open])),
    overdue: rows.reduce((sum, { overdue }) => sum + overdue, 0),
    verified: verified.rows[0]?.n ?? 0,
    cases: cases.rows,
  };
}
