-- An asset is tied to what an advisory says by a mapping that a person confirmed, or by a CPE name that both bear; then there is no mapping.
alter table asset_match alter column mapping_id drop not null;
-- The version that was judged; null where the asset itself is named and has no component.
alter table asset_match add column package_version_id integer;
comment on table asset_match is 'class: tenant; assets that a confirmed product mapping or an equal CPE name ties to an advisory';

-- Part, vendor and product of a CPE name of either form, in lower case.
alter table advisory_product add column cpe_key text generated always as (lower(coalesce(
  substring(cpe from '^[cC][pP][eE]:2\.3:([aohAOH]:(?:\\.|[^:\\*?])+:(?:\\.|[^:\\*?])+)(?::|$)'),
  substring(cpe from '^[cC][pP][eE]:/([aohAOH]:[^:]+:[^:]+)')))) stored;
create index advisory_product_cpe on advisory_product (cpe_key) where cpe_key is not null;

-- What bears a package URL is found by it; only the others are asked for their CPE names.
create index installed_component_cpe on installed_component (owner_id, asset_id) where cpe is not null and purl is null;
