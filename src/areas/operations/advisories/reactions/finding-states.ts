import type { WriteContext } from '#kernel/command/context.ts';

export interface Observation {
  readonly ownerId: string;
  readonly assetId: string;
  readonly inventoryId: string;
  /** When the machine was looked at, ISO 8601 UTC. */
  readonly takenAt: string;
  /** False for what a person typed, which is no look at the machine. */
  readonly observed: boolean;
  /** Package versions that left and came. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Advisories that touched the asset by a mapping or a CPE name before, and now. */
  readonly tiedBefore: ReadonlySet<string>;
  readonly tiedAfter: ReadonlySet<string>;
}

export interface Observed {
  /** Advisories of which this inventory shows the asset free. */
  readonly verified: readonly string[];
  /** Advisories that were verified as fixed and touch the asset again. */
  readonly reopened: readonly string[];
}

/** What touches the asset now, whatever the way it got there. */
const touchedNow = `(exists (
  select from advisory_package p join asset_match s on s.owner_id = $1 and s.asset_id = $2 and s.advisory_package_id = p.id
  where p.advisory_id = w.id and p.stands)
or exists (
  select from advisory_package p join match m on m.advisory_package_id = p.id and m.confidence >= 2
    join installed_component c on c.owner_id = $1 and c.asset_id = $2 and c.package_version_id = m.package_version_id
  where p.advisory_id = w.id and p.stands))`;

const verifyText = `
insert into finding_state as f (owner_id, asset_id, advisory_id, condition, first_seen_at, verified_at, verified_inventory_id)
select $1, $2, w.id, 'verified-fixed', least(coalesce(g.first_seen_at, $4), $4), $4, $5
from (select distinct p.advisory_id as id from match m join advisory_package p on p.id = m.advisory_package_id
  where m.package_version_id = any ($3::integer[]) and m.confidence >= 2 and m.verdict <> 3
  union select id from unnest($6::uuid[]) as t (id)
  union select c.advisory_id from finding_state c where c.owner_id = $1 and c.asset_id = $2 and c.condition = 'claimed-fixed'
    and exists (select from advisory_package p where p.advisory_id = c.advisory_id and p.stands)) w
left join finding_group g on g.owner_id = $1 and g.advisory_id = w.id
where not ${touchedNow}
on conflict (owner_id, asset_id, advisory_id) do update set condition = 'verified-fixed', verified_at = excluded.verified_at,
  verified_inventory_id = excluded.verified_inventory_id
where f.condition <> 'verified-fixed' and (f.reopened_at is null or f.reopened_at <= excluded.verified_at)
returning f.advisory_id as id`;

/** A person says that what touched the asset is gone: that waits for an inventory. */
const claimText = `
insert into finding_state as f (owner_id, asset_id, advisory_id, condition, first_seen_at)
select $1, $2, w.id, 'claimed-fixed', least(coalesce(g.first_seen_at, $4), $4)
from (select distinct p.advisory_id as id from match m join advisory_package p on p.id = m.advisory_package_id
  where m.package_version_id = any ($3::integer[]) and m.confidence >= 2 and m.verdict <> 3
  union select id from unnest($5::uuid[]) as t (id)) w
left join finding_group g on g.owner_id = $1 and g.advisory_id = w.id
where not ${touchedNow}
on conflict (owner_id, asset_id, advisory_id) do update set condition = 'claimed-fixed' where f.condition = 'open'`;

const reopenText = `
update finding_state f set condition = 'open',
  reopened_at = case f.condition when 'verified-fixed' then $4 else f.reopened_at end,
  reopened = f.reopened + (f.condition = 'verified-fixed')::integer
from (select distinct p.advisory_id as id from match m join advisory_package p on p.id = m.advisory_package_id
  where m.package_version_id = any ($3::integer[]) and m.confidence >= 2 and m.verdict <> 3
  union select id from unnest($5::uuid[]) as t (id)) w
where f.owner_id = $1 and f.asset_id = $2 and f.advisory_id = w.id and f.condition <> 'open' and ${touchedNow}
returning f.advisory_id as id, coalesce(f.reopened_at = $4, false) as again`;

/**
 * What an inventory shows about findings of one asset. Nothing is fixed without such an observation; one that contradicts an earlier one
 * reopens the finding.
 */
export async function keepObservations(
  context: WriteContext,
  observation: Observation,
): Promise<Observed> {
  const { ownerId, assetId, takenAt, after } = observation;
  const came = [...observation.tiedAfter];
  const verified = await verifyOrClaim(context, observation);
  const reopened =
    after.length + came.length === 0
      ? []
      : (
          await context.client.query<{ id: string; again: boolean }>({
            name: 'finding-reopen',
            text: reopenText,
            values: [ownerId, assetId, after, takenAt, came],
          })
        ).rows;
  return {
    verified,
    reopened: reopened.filter(({ again }) => again).map(({ id }) => id),
  };
}

async function verifyOrClaim(context: WriteContext, observation: Observation): Promise<string[]> {
  const { ownerId, assetId, inventoryId, takenAt, before } = observation;
  const left = [...observation.tiedBefore.difference(observation.tiedAfter)];
  if (!observation.observed) {
    if (before.length + left.length === 0) return [];
    await context.client.query({
      name: 'finding-claim',
      text: claimText,
      values: [ownerId, assetId, before, takenAt, left],
    });
    return [];
  }
  const { rows } = await context.client.query<{ id: string }>({
    name: 'finding-verify',
    text: verifyText,
    values: [ownerId, assetId, before, takenAt, inventoryId, left],
  });
  return rows.map(({ id }) => id);
}
