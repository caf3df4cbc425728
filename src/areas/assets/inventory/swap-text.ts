/** Rows of a batch into the staging area; what stands twice in an inventory counts once. $1 owner, $2 inventory, $3 asset. */
export const stageText = `
insert into inventory_staged (owner_id, inventory_id, asset_id, package_version_id, binary_name, binary_version, vendor, purl, cpe, kind)
select $1, $2, $3, s.* from unnest($4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
  as s (package_version_id, binary_name, binary_version, vendor, purl, cpe, kind)
on conflict do nothing`;

/**
 * Makes the staged rows the current inventory and keeps what changed, in one statement, so that its keys refer to an inventory that is
 * there at its end. $1 owner, $2 inventory, $3 asset, $4 now, $5 first inventory (no changes are listed), $6 taken at, $7 format,
 * $8 import, $9 digest, $10 number of components, $11 person. A package that left in one version and came in another under the same
 * name, once each, has changed; everything else was added or removed.
 */
export const swapText = `
with gone as materialized (
  delete from installed_component c
  where c.owner_id = $1 and c.asset_id = $3 and not c.itself and not exists (
    select from inventory_staged s where s.owner_id = $1 and s.inventory_id = $2
      and s.package_version_id = c.package_version_id and s.binary_name = c.binary_name)
  returning c.package_version_id, c.binary_name
), come as materialized (
  insert into installed_component (owner_id, asset_id, package_version_id, binary_name, binary_version, vendor, purl, cpe, kind, since_inventory)
  select $1, $3, s.package_version_id, s.binary_name, s.binary_version, s.vendor, s.purl, s.cpe, s.kind, $2
  from inventory_staged s
  where s.owner_id = $1 and s.inventory_id = $2 and not exists (
    select from installed_component c where c.owner_id = $1 and c.asset_id = $3
      and c.package_version_id = s.package_version_id and c.binary_name = s.binary_name)
  returning package_version_id, binary_name
), retold as (
  update installed_component c
  set binary_version = s.binary_version, vendor = s.vendor, purl = s.purl, cpe = s.cpe, kind = s.kind
  from inventory_staged s
  where s.owner_id = $1 and s.inventory_id = $2 and c.owner_id = $1 and c.asset_id = $3 and not c.itself
    and c.package_version_id = s.package_version_id and c.binary_name = s.binary_name
    and (c.binary_version, c.vendor, c.purl, c.cpe, c.kind) is distinct from (s.binary_version, s.vendor, s.purl, s.cpe, s.kind)
), moved as (
  select v.package_id, m.binary_name, m.came, m.package_version_id,
    count(*) filter (where m.came) over same as came_count, count(*) filter (where not m.came) over same as gone_count
  from (select package_version_id, binary_name, true as came from come
    union all select package_version_id, binary_name, false from gone) m
  join package_version v on v.id = m.package_version_id
  where not $5::boolean
  window same as (partition by v.package_id, m.binary_name)
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
