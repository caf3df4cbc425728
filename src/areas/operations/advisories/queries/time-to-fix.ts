import type { ReadContext } from '#kernel/command/context.ts';

export interface TimeToFix {
  readonly ownerId: string;
  /** Publisher of the advisory. */
  readonly vendor: string;
  readonly fixed: number;
  /** Days from the advisory's publication to the inventory that verified the fix: median and 95th percentile. */
  readonly medianDays: number;
  readonly p95Days: number;
}

/** From advisory to verified fix, for each organisation and vendor, over fixes verified since an instant. */
export async function timeToFix(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  since: Date,
): Promise<TimeToFix[]> {
  const { rows } = await context.client.query<TimeToFix>({
    name: 'time-to-fix',
    text: `select f.owner_id as "ownerId", a.publisher as vendor, count(*)::integer as fixed,
        percentile_cont(0.5) within group (order by t.days) as "medianDays", percentile_cont(0.95) within group (order by t.days) as "p95Days"
      from finding_state f join advisory a on a.id = f.advisory_id
        cross join lateral (select extract(epoch from f.verified_at - greatest(coalesce(a.published_at, f.first_seen_at), f.first_seen_at))
          / 86400.0 as days) t
      where f.owner_id = any ($1::uuid[]) and f.condition = 'verified-fixed' and f.verified_at >= $2
      group by f.owner_id, a.publisher order by 1, 2 limit 1000`,
    values: [owners, since],
  });
  return rows;
}

export interface FindingCounts {
  readonly ownerId: string;
  readonly severity: string | null;
  readonly open: number;
  readonly overdue: number;
  readonly exploited: number;
}

/** Advisories that touch each organisation now, by severity: for dashboards. */
export async function findingCounts(
  context: Pick<ReadContext, 'client' | 'now'>,
  owners: readonly string[],
): Promise<FindingCounts[]> {
  const { rows } = await context.client.query<FindingCounts>({
    name: 'finding-counts',
    text: `select g.owner_id as "ownerId", a.severity, count(*)::integer as open, (count(*) filter (where g.due_at < $2))::integer as overdue,
        (count(*) filter (where a.exploited))::integer as exploited
      from finding_group g join advisory a on a.id = g.advisory_id
      where g.owner_id = any ($1::uuid[]) and g.cleared_at is null group by 1, 2 order by 1, 2`,
    values: [owners, context.now],
  });
  return rows;
}
