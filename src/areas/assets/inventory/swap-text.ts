/** Rows of a batch into the staging area; what stands twice in an inventory counts once. $1 owner, $2 inventory, $3 asset. */
export const stageText = `
insert into inventory_staged (owner_id, inventory_id, asset_id, package_version_id, binary_name, binary_version, vendor, purl, cpe, kind)
select $1, $2, $3, s.* from unnest($4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
  as s (package_version_id, binary_name, binary_version, vendor, purl, cpe, kind)
on conflict do nothing`;

/** Look-ups go by index and comparisons by hash, whatever the tables' statistics say. */
export const swapSettings = 'set local enable_seqscan = off; set local enable_nestloop = off';

/**
 * Makes the staged rows the current inventory and keeps what changed, in one statement, so that its keys refer to an inventory that is
 * there at its end. $1 owner, $2 inventory, $3 asset, $4 now, $5 first inventory (no changes are listed), $6 taken at, $7 format,
 * $8 import, $9 digest, $10 number of components, $11 person. A package that left in one version and came in another under the same
 * name, once each, has changed; everything else was added or removed.
 *
 * Both sides are read once and compared by a full join, which is never done row by row: no statistics tell how many rows were staged a
 * moment ago, and a plan for a few rows compares a million with a million. Run it after {@link swapSettings}.
 */
const swapTextOf = (rows: string): string => `
with old as materialized (
  select true as here, package_version_id, binary_name, binary_version, vendor, purl, cpe, kind
  from installed_component where owner_id = $1 and asset_id = $3 and not itself
), new as materialized (
  ${rows}
), differs as materialized (
  select package_version_id, binary_name, old.here as was, new.here as "is", new.binary_version, new.vendor, new.purl, new.cpe, new.kind
  from old full join new using (package_version_id, binary_name)
  where old.here is null or new.here is null
    or (old.binary_version, old.vendor, old.purl, old.cpe, old.kind) is distinct from (new.binary_version, new.vendor, new.purl, new.cpe, new.kind)
), gone as materialized (
  delete from installed_component c using differs d
  where c.owner_id = $1 and c.asset_id = $3 and d."is" is null
    and c.package_version_id = d.package_version_id and c.binary_name = d.binary_name
  returning c.package_version_id, c.binary_name
), told as materialized (
  insert into installed_component as i (owner_id, asset_id, package_version_id, binary_name, binary_version, vendor, purl, cpe, kind,
    since_inventory)
  select $1, $3, package_version_id, binary_name, binary_version, vendor, purl, cpe, kind, $2 from differs where "is"
  on conflict (owner_id, asset_id, package_version_id, binary_name) do update
  set binary_version = excluded.binary_version, vendor = excluded.vendor, purl = excluded.purl, cpe = excluded.cpe, kind = excluded.kind
  where not i.itself
  returning i.package_version_id, i.binary_name, i.since_inventory = $2 as fresh
), come as materialized (
  select package_version_id, binary_name from told where fresh
), moved as (
  select package_id, binary_name, came, package_version_id,
    count(*) filter (where came) over same as came_count, count(*) filter (where not came) over same as gone_count
  from (
    select (select v.package_id from package_version v where v.id = m.package_version_id) as package_id, m.*
    from (select package_version_id, binary_name, true as came from come
      union all select package_version_id, binary_name, false from gone) m
    where not $5::boolean offset 0
  ) p
  window same as (partition by package_id, binary_name)
), listed as (
  select 'changed' as change, package_id, binary_name,
    max(package_version_id) filter (where not came) as before_id, max(package_version_id) filter (where came) as after_id
  from moved where came_count = 1 and gone_count = 1 group by package_id, binary_name
  union all
  select case when came then 'added' else 'removed' end, package_id, binary_name,
    case when came then null else package_version_id end, case when came then package_version_id end
  from moved where not (came_count = 1 and gone_count = 1)
), kept as (
  insert into inventory_change (owner_id, inventory_id, sequence, asset_id, change, package_id, binary_name, before_version_id, after_version_id, at)
  select $1, $2, row_number() over (order by package_id, binary_name, change, before_id, after_id), $3, change, package_id, binary_name,
    before_id, after_id, $4
  from listed
  returning change
), counted as (
  select case when $5::boolean then (select count(*) from come) else count(*) filter (where change = 'added') end::integer as added,
    count(*) filter (where change = 'removed')::integer as removed, count(*) filter (where change = 'changed')::integer as changed
  from kept
), taken as (
  insert into inventory (owner_id, id, asset_id, taken_at, received_at, format, import_id, digest, baseline, components, added, removed,
    changed, received_by)
  select $1, $2, $3, $6::timestamptz, $4, $7, $8::uuid, $9, $5, $10::integer, added, removed, changed, $11::uuid from counted
)
select added, removed, changed from counted`;

/**
 * The same for an asset that has nothing installed but itself: nothing is compared, and only what the asset itself is may be there already.
 * The parameters are those of the swap.
 */
const firstTextOf = (rows: string): string => `
with new as (
  ${rows}
), present as materialized (
  select package_version_id, binary_name from installed_component where owner_id = $1 and asset_id = $3
), come as (
  insert into installed_component (owner_id, asset_id, package_version_id, binary_name, binary_version, vendor, purl, cpe, kind, since_inventory)
  select $1, $3, package_version_id, binary_name, binary_version, vendor, purl, cpe, kind, $2 from new
  where not exists (select from present p where p.package_version_id = new.package_version_id and p.binary_name = new.binary_name)
  returning 1
), counted as (
  select count(*)::integer as added, 0 as removed, 0 as changed from come
), taken as (
  insert into inventory (owner_id, id, asset_id, taken_at, received_at, format, import_id, digest, baseline, components, added, removed,
    changed, received_by)
  select $1, $2, $3, $6::timestamptz, $4, $7, $8::uuid, $9, $5::boolean, $10::integer, added, removed, changed, $11::uuid from counted
)
select added, removed, changed from counted`;

const columns = 'package_version_id, binary_name, binary_version, vendor, purl, cpe, kind';

/** The rows are those staged under the inventory's id. */
const staged = `select true as here, ${columns} from inventory_staged where owner_id = $1 and inventory_id = $2`;
/** The rows come as columns $12 to $18: an inventory of one batch needs no staging. Each key stands once. */
const given = `select true as here, ${columns}
  from unnest($12::integer[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[]) as s (${columns})`;

export const swapTexts = {
  staged: { compared: swapTextOf(staged), first: firstTextOf(staged) },
  given: { compared: swapTextOf(given), first: firstTextOf(given) },
} as const;
