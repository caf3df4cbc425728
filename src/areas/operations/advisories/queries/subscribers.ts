import type { ReadContext } from '#kernel/command/context.ts';

export interface Subscriber {
  readonly personId: string;
  readonly subscriptionId: string;
  /** Wants only what touches assets of the organisation. */
  readonly ownAssetsOnly: boolean;
}

/** People of an organisation whose subscriptions an advisory meets: by vendor or publisher, package, severity and exploitation. */
export async function subscribersOf(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  advisoryId: string,
): Promise<Subscriber[]> {
  const { rows } = await context.client.query<Subscriber>({
    name: 'advisory-subscribers',
    text: `select distinct on (s.person) s.person as "personId", s.id as "subscriptionId", s.own_assets_only as "ownAssetsOnly"
      from warning_subscription s join advisory a on a.id = $2
      where s.owner_id = $1 and s.active
        and (not s.exploited_only or a.exploited)
        and (s.min_severity is null or array_position('{none,low,medium,high,critical}', coalesce(a.severity, 'critical'))
          >= array_position('{none,low,medium,high,critical}', s.min_severity))
        and (coalesce(cardinality(s.vendors), 0) = 0 or exists (select from unnest(s.vendors) as v (name)
          where lower(v.name) = lower(a.publisher) or exists (select from advisory_product d where d.advisory_id = a.id
            and lower(d.vendor) = lower(v.name))))
        and (coalesce(cardinality(s.packages), 0) = 0 or exists (select from advisory_package p join package_name n on n.id = p.package_id
          where p.advisory_id = a.id and n.name = any (s.packages)))
        and (not s.own_assets_only or exists (select from finding_group g where g.owner_id = $1 and g.advisory_id = a.id
          and g.cleared_at is null))
      order by s.person, s.own_assets_only, s.id`,
    values: [ownerId, advisoryId],
  });
  return rows;
}
