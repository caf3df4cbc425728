create table asset_scheme (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "axis" text not null check ("axis" in ('by-item', 'by-business-process')),
  "category_count" integer not null,
  "benefit" text not null,
  "rationale" text not null,
  "active" boolean not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "name")
);
comment on table asset_scheme is 'class: tenant; register asset-schemes';
create index on asset_scheme (owner_id, "name", id);
create index on asset_scheme (owner_id, "axis", id);

create table asset_category (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "scheme" uuid not null,
  "code" text not null,
  "name" text not null,
  "parent" uuid,
  "description" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "scheme", "code")
);
comment on table asset_category is 'class: tenant; register asset-categories';
alter table asset_category add foreign key (owner_id, "scheme") references asset_scheme (owner_id, id);
alter table asset_category add foreign key (owner_id, "parent") references asset_category (owner_id, id);
create index on asset_category (owner_id, "scheme", id);
create index on asset_category (owner_id, "code", id);
create index on asset_category (owner_id, "name", id);
create index on asset_category (owner_id, "parent", id);

create table asset_survey (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "boundary" text not null,
  "responsible" uuid not null references person (id),
  "due_by" timestamp with time zone not null,
  "conclusion" text,
  "found" integer,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table asset_survey is 'class: tenant; register asset-surveys';
create index on asset_survey (owner_id, state, id);
create index on asset_survey (owner_id, "name", id);
create index on asset_survey (owner_id, "responsible", id);
create index on asset_survey (owner_id, "due_by", id);

create table asset (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "kind" text not null check ("kind" in ('host', 'equipment', 'information-system', 'service', 'software', 'information', 'facility', 'people', 'intangible', 'procedure', 'standard')),
  "hostname" text,
  "identifier" text,
  "owner" uuid references person (id),
  "ownership_confirmed_at" timestamp with time zone,
  "ownership_confirmed_by" uuid references person (id),
  "system_id" uuid references system (id),
  "service_ids" uuid[],
  "environment" text check ("environment" in ('production', 'test', 'development')),
  "exposure" text check ("exposure" in ('internet', 'partner', 'internal', 'isolated')),
  "class_by_item" uuid,
  "class_by_process" uuid,
  "confidentiality" integer,
  "integrity" integer,
  "availability" integer,
  "value" integer,
  "value_class" text check ("value_class" in ('standard', 'important', 'critical', 'strategic')),
  "location" text,
  "vendor" text,
  "product" text,
  "model" text,
  "firmware" text,
  "serial" text,
  "cpe" text,
  "ecosystem" text,
  "depends_on" uuid[],
  "tags" text[],
  "survey_id" uuid,
  "description" text,
  "disposal_record" text,
  "last_inventory_at" timestamp with time zone,
  "last_check_at" timestamp with time zone,
  "next_check_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "identifier"),
  unique (owner_id, "vendor", "product", "serial")
);
comment on table asset is 'class: tenant; register assets';
alter table asset add foreign key (owner_id, "class_by_item") references asset_category (owner_id, id);
alter table asset add foreign key (owner_id, "class_by_process") references asset_category (owner_id, id);
alter table asset add foreign key (owner_id, "survey_id") references asset_survey (owner_id, id);
create index on asset (owner_id, state, id);
create index on asset (owner_id, "name", id);
create index on asset (owner_id, "kind", id);
create index on asset (owner_id, "hostname", id);
create index on asset (owner_id, "identifier", id);
create index on asset (owner_id, "owner", id);
create index on asset (owner_id, "ownership_confirmed_by", id);
create index on asset (owner_id, "system_id", id);
create index on asset (owner_id, "environment", id);
create index on asset (owner_id, "exposure", id);
create index on asset (owner_id, "class_by_item", id);
create index on asset (owner_id, "class_by_process", id);
create index on asset (owner_id, "value", id);
create index on asset (owner_id, "value_class", id);
create index on asset (owner_id, "vendor", id);
create index on asset (owner_id, "product", id);
create index on asset (owner_id, "survey_id", id);
create index on asset (owner_id, "last_inventory_at", id);
create index on asset (owner_id, "next_check_at", id);
create index on asset using gin ("service_ids");
create index on asset using gin ("tags");

create table asset_check (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "asset" uuid not null,
  "asset_name" text not null,
  "value_class" text check ("value_class" in ('standard', 'important', 'critical', 'strategic')),
  "due_at" timestamp with time zone,
  "well_managed" boolean,
  "observations" text,
  "checked_at" timestamp with time zone,
  "checked_by" uuid references person (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table asset_check is 'class: tenant; register asset-checks';
alter table asset_check add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table asset_check add foreign key (owner_id, "asset") references asset (owner_id, id);
create index on asset_check (owner_id, case_id);
create index on asset_check (owner_id, state, id);
create index on asset_check (owner_id, "asset", id);
create index on asset_check (owner_id, "asset_name", id);
create index on asset_check (owner_id, "value_class", id);
create index on asset_check (owner_id, "due_at", id);
create index on asset_check (owner_id, "checked_by", id);

-- What can be installed, interned once for everybody: the matching of advisories is computed per package version, not per host.
create table package_name (
  id integer generated always as identity primary key,
  ecosystem text not null,
  name text not null,
  unique (ecosystem, name)
);
comment on table package_name is 'class: shared; names of packages by ecosystem (OSV), interned; vendor:<vendor> for products of a vendor';

create table package_version (
  id integer generated always as identity primary key,
  package_id integer not null references package_name (id),
  -- As the ecosystem writes it; empty when the inventory told none.
  version text not null,
  unique (package_id, version)
);
comment on table package_version is 'class: shared; versions of packages, interned';

create table inventory (
  owner_id uuid not null,
  id uuid not null,
  asset_id uuid not null,
  -- When the inventory says it was taken; when it came here.
  taken_at timestamptz not null,
  received_at timestamptz not null,
  format text not null,
  import_id uuid,
  -- SHA-256 of the bytes as they came; null for what was typed in.
  digest text,
  -- The first inventory of its asset: everything is new, and no change is listed.
  baseline boolean not null,
  components integer not null,
  added integer not null,
  removed integer not null,
  changed integer not null,
  received_by uuid,
  primary key (owner_id, id)
);
comment on table inventory is 'class: tenant, append-only; inventories of assets as they came, the components of the last one are in installed_component';
alter table inventory add foreign key (owner_id, asset_id) references asset (owner_id, id);
create index on inventory (owner_id, asset_id, id);

-- No foreign keys here and in inventory_change: assets and package versions are never deleted, the one statement that writes them holds
-- the asset locked and took the ids from the tables above, and two look-ups a row would halve the speed of an import.
create table installed_component (
  owner_id uuid not null,
  asset_id uuid not null,
  package_version_id integer not null,
  -- The name it is installed by: of dpkg the binary package, while the package version is that of its source.
  binary_name text not null,
  -- Where it differs from the version of the package (a binary rebuild).
  binary_version text,
  vendor text,
  purl text,
  cpe text,
  kind text not null check (kind in ('package', 'library', 'application', 'os', 'firmware', 'device', 'other')),
  -- The asset itself (equipment) rather than something on it: it follows the asset's own fields, not its inventories.
  itself boolean not null default false,
  since_inventory uuid not null,
  primary key (owner_id, asset_id, package_version_id, binary_name)
);
comment on table installed_component is 'class: tenant; components of the current inventory of each asset';
create index on installed_component (owner_id, package_version_id);

create table inventory_change (
  owner_id uuid not null,
  inventory_id uuid not null,
  sequence integer not null,
  asset_id uuid not null,
  change text not null check (change in ('added', 'removed', 'changed')),
  package_id integer not null,
  binary_name text not null,
  before_version_id integer,
  after_version_id integer,
  at timestamptz not null,
  primary key (owner_id, inventory_id, sequence)
);
comment on table inventory_change is 'class: tenant, append-only; what each inventory changed against the one before';
create index on inventory_change (owner_id, asset_id, package_id, inventory_id);

-- Components on their way in. Unlogged: after a crash of the database it is empty, the swap counts its rows and refuses, and the
-- inventory before stays whole. One row a component, named by the inventory that it will become.
create unlogged table inventory_staged (
  owner_id uuid not null,
  inventory_id uuid not null,
  asset_id uuid not null,
  package_version_id integer not null,
  binary_name text not null,
  binary_version text,
  vendor text,
  purl text,
  cpe text,
  kind text not null,
  primary key (owner_id, inventory_id, package_version_id, binary_name)
);
comment on table inventory_staged is 'class: tenant; components of an import under way, deleted when they become the current inventory';
