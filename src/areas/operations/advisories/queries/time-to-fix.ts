import type { ReadContext } from '#kernel/command/context.ts';
import type { OperationsView } from '../analysis/contract.ts';

interface Row {
  readonly ownerId: string | null;
  readonly vendor: string | null;
  readonly month: string | null;
  readonly fixed: number;
  readonly medianDays: number;
  readonly p90Days: number;
}

const fixesText = `
with fixes as materialized (
  select f.owner_id, a.publisher as vendor, to_char(f.verified_at at time zone 'UTC', 'YYYY-MM') as month,
    extract(epoch from f.verified_at - greatest(coalesce(a.published_at, f.first_seen_at), f.first_seen_at)) / 86400.0 as days
  from finding_state f join advisory a on a.id = f.advisory_id
  where f.owner_id = any ($1::uuid[]) and f.condition = 'verified-fixed' and f.verified_at >= $2
)
select owner_id as "ownerId", vendor, month, count(*)::integer as fixed,
  percentile_cont(0.5) within group (order by days)::double precision as "medianDays",
  percentile_cont(0.9) within group (order by days)::double precision as "p90Days"
from fixes group by grouping sets ((owner_id), (owner_id, vendor), (month))
order by month nulls last, fixed desc, vendor limit 1000`;

/**
 * Days from when an advisory touched an asset to the inventory that verified the fix, over fixes verified since an instant: median and 90th
 * percentile for each organisation, for each vendor within it, and for each calendar month.
 */
export async function timeToFix(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  since: Date,
): Promise<OperationsView['timeToFix']> {
  const { rows } = await context.client.query<Row>({
    name: 'time-to-fix',
    text: fixesText,
    values: [owners, since],
  });
  const spread = ({ fixed, medianDays, p90Days }: Row) => ({ fixed, medianDays, p90Days });
  return {
    byOrganisation: rows.flatMap((row) =>
      row.ownerId !== null && row.vendor === null ? [{ ownerId: row.ownerId, ...spread(row) }] : [],
    ),
    byVendor: rows.flatMap((row) =>
      row.ownerId !== null && row.vendor !== null
        ? [{ ownerId: row.ownerId, vendor: row.vendor, ...spread(row) }]
        : [],
    ),
    byMonth: rows.flatMap((row) =>
      row.month === null ? [] : [{ month: row.month, ...spread(row) }],
    ),
  };
}
