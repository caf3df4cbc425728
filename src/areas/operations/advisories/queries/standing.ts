import type { ReadContext } from '#kernel/command/context.ts';
import type { Standing } from '../analysis/contract.ts';

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Each asset counts once, by the worst that holds for it: without a fix, affected, not known, only possible. */
const touchedText = `
  select o.id as owner_id, t.asset_id, t.worst from own o join lateral (
    select asset_id, min(worst) as worst from (
      select c.asset_id, case when m.confidence = 1 then 4 when m.verdict = 2 then 1 when m.verdict = 1 then 2 else 3 end as worst
      from advisory_package p join match m on m.advisory_package_id = p.id
        join installed_component c on c.owner_id = o.id and c.package_version_id = m.package_version_id
        join asset a on a.owner_id = o.id and a.id = c.asset_id and a.state <> 'retired'
      where p.advisory_id = $2 and p.stands
      union all
      select m.asset_id, case m.verdict when 2 then 1 when 1 then 2 else 3 end
      from advisory_package p join asset_match m on m.owner_id = o.id and m.advisory_package_id = p.id
        join asset a on a.owner_id = o.id and a.id = m.asset_id and a.state <> 'retired'
      where p.advisory_id = $2 and p.stands
    ) every group by asset_id
  ) t on true`;

const standingText = `
with own as materialized (select id from unnest($1::uuid[]) as o (id)),
touched as materialized (${touchedText}),
counts as (
  select owner_id, count(*) filter (where worst = 2) as affected, count(*) filter (where worst = 1) as no_fix,
    count(*) filter (where worst = 3) as unknown, count(*) filter (where worst = 4) as possible
  from touched group by owner_id
),
seen as (
  select f.owner_id, count(*) filter (where f.condition = 'verified-fixed')::integer as verified, max(f.verified_at) as verified_at,
    sum(f.reopened)::integer as reopened
  from finding_state f where f.owner_id = any ($1::uuid[]) and f.advisory_id = $2 group by f.owner_id
),
decided as (
  select d.owner_id, jsonb_object_agg(d.kind, d.n) as kinds from (
    select w.owner_id, w.kind, count(*)::integer as n from disposition w join touched t on t.owner_id = w.owner_id and t.asset_id = w.asset_id
    where w.owner_id = any ($1::uuid[]) and w.advisory_id = $2 group by 1, 2
  ) d group by d.owner_id
),
excepted as (
  select e.owner_id, jsonb_agg(jsonb_build_object('id', e.id, 'title', e.title, 'state', e.state, 'expiresAt', ${iso('e.expires_at')},
    'assets', cardinality(e.assets)) order by e.expires_at desc) as list
  from finding_exception e where e.owner_id = any ($1::uuid[]) and e.advisory_id = $2 group by e.owner_id
)
select o.id as "ownerId", n.name, ${iso('g.first_seen_at')} as "firstSeenAt", ${iso('g.due_at')} as "dueAt",
  ${iso('g.cleared_at')} as "clearedAt",
  jsonb_build_object('affected', coalesce(c.affected, 0), 'noFix', coalesce(c.no_fix, 0), 'unknown', coalesce(c.unknown, 0),
    'possible', coalesce(c.possible, 0)) as counts,
  coalesce(s.verified, 0) as verified, ${iso('s.verified_at')} as "verifiedAt", coalesce(s.reopened, 0) as reopened,
  coalesce(d.kinds, '{}') as dispositions, coalesce(e.list, '[]') as exceptions
from own o join organisation n on n.id = o.id
  left join finding_group g on g.owner_id = o.id and g.advisory_id = $2
  left join counts c on c.owner_id = o.id left join seen s on s.owner_id = o.id left join decided d on d.owner_id = o.id
  left join excepted e on e.owner_id = o.id
where coalesce(g.owner_id, c.owner_id, s.owner_id, d.owner_id, e.owner_id) is not null
order by n.name, o.id`;

/**
 * Where each of these organisations stands with one advisory: since when it touches them and until when to act, how many assets by the
 * worst that holds for each, what is decided, which exceptions there are, and what inventories showed. One statement.
 */
export async function standingOf(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  advisoryId: string,
): Promise<Standing[]> {
  const { rows } = await context.client.query<Standing>({
    name: 'advisory-standing',
    text: standingText,
    values: [owners, advisoryId],
  });
  return rows;
}
