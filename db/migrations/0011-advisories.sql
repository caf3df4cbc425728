create table advisory (
  "id" uuid not null primary key,
  "source" text not null check ("source" in ('csaf', 'osv', 'debian', 'manual')),
  "source_id" text not null,
  "publisher" text not null,
  "title" text not null,
  "summary" text,
  "tracking_status" text check ("tracking_status" in ('draft', 'interim', 'final', 'withdrawn', 'superseded')),
  "severity" text check ("severity" in ('none', 'low', 'medium', 'high', 'critical')),
  "severity_score" double precision,
  "severity_vector" text,
  "exploited" boolean,
  "kev_due_date" date,
  "epss" double precision,
  "epss_percentile" double precision,
  "published_at" timestamp with time zone,
  "issued_at" timestamp with time zone,
  "withdrawn_at" timestamp with time zone,
  "superseded_by" text,
  "revision" text,
  "revisions" integer,
  "tlp_label" text check ("tlp_label" in ('CLEAR', 'GREEN', 'AMBER')),
  "language" text,
  "aliases" text[],
  "affected" jsonb,
  "recommendation" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("source", "source_id")
);
comment on table advisory is 'class: shared; register advisories';
create index on advisory ("source", id);
create index on advisory ("source_id", id);
create index on advisory ("publisher", id);
create index on advisory ("tracking_status", id);
create index on advisory ("severity", id);
create index on advisory ("severity_score", id);
create index on advisory ("kev_due_date", id);
create index on advisory ("epss", id);
create index on advisory ("published_at", id);
create index on advisory ("issued_at", id);
create index on advisory ("tlp_label", id);
create index on advisory using gin ("aliases");

create table vulnerability (
  "id" uuid not null primary key,
  "cve" text not null,
  "title" text,
  "cwe" text,
  "cvss_score" double precision,
  "cvss_vector" text,
  "exploited" boolean,
  "kev_added_on" date,
  "kev_due_date" date,
  "ransomware" boolean,
  "required_action" text,
  "epss" double precision,
  "epss_percentile" double precision,
  "epss_scored_at" timestamp with time zone,
  "description" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("cve")
);
comment on table vulnerability is 'class: shared; register vulnerabilities';
create index on vulnerability ("cve", id);
create index on vulnerability ("cwe", id);
create index on vulnerability ("cvss_score", id);
create index on vulnerability ("kev_added_on", id);
create index on vulnerability ("kev_due_date", id);
create index on vulnerability ("epss", id);

create table product_mapping (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "vendor" text not null,
  "product" text not null,
  "vendor_key" text,
  "product_key" text,
  "own_vendor" text,
  "own_product" text,
  "assets" uuid[],
  "revoked" boolean,
  "rationale" text not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "vendor", "product")
);
comment on table product_mapping is 'class: tenant; register product-mappings';
create index on product_mapping (owner_id, "vendor", id);
create index on product_mapping (owner_id, "product", id);

create table finding_exception (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "title" text not null,
  "advisory_id" uuid not null references advisory (id),
  "assets" uuid[] not null,
  "reason" text not null,
  "compensation" text,
  "expires_at" timestamp with time zone not null,
  "approved_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table finding_exception is 'class: tenant; register exceptions';
create index on finding_exception (owner_id, state, id);
create index on finding_exception (owner_id, "title", id);
create index on finding_exception (owner_id, "advisory_id", id);
create index on finding_exception (owner_id, "expires_at", id);

create table disposition (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "asset_id" uuid not null,
  "advisory_id" uuid not null references advisory (id),
  "kind" text not null check ("kind" in ('waiting', 'requirement', 'exception', 'not-affected')),
  "due_at" timestamp with time zone not null,
  "justification" text check ("justification" in ('component_not_present', 'vulnerable_code_not_present', 'vulnerable_code_not_in_execute_path', 'vulnerable_code_cannot_be_controlled_by_adversary', 'inline_mitigations_already_exist')),
  "reason" text,
  "requirement_id" uuid,
  "exception_id" uuid,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "asset_id", "advisory_id")
);
comment on table disposition is 'class: tenant; register dispositions';
alter table disposition add foreign key (owner_id, "asset_id") references asset (owner_id, id);
alter table disposition add foreign key (owner_id, "requirement_id") references procedure_case (owner_id, id);
alter table disposition add foreign key (owner_id, "exception_id") references finding_exception (owner_id, id);
create index on disposition (owner_id, "asset_id", id);
create index on disposition (owner_id, "advisory_id", id);
create index on disposition (owner_id, "kind", id);
create index on disposition (owner_id, "due_at", id);
create index on disposition (owner_id, "justification", id);
create index on disposition (owner_id, "requirement_id", id);
create index on disposition (owner_id, "exception_id", id);

create table warning_subscription (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "title" text not null,
  "person" uuid not null references person (id),
  "vendors" text[],
  "packages" text[],
  "min_severity" text check ("min_severity" in ('none', 'low', 'medium', 'high', 'critical')),
  "exploited_only" boolean not null,
  "own_assets_only" boolean not null,
  "active" boolean not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table warning_subscription is 'class: tenant; register subscriptions';
create index on warning_subscription (owner_id, "title", id);
create index on warning_subscription (owner_id, "person", id);
create index on warning_subscription (owner_id, "min_severity", id);

create index product_mapping_key on product_mapping (owner_id, "vendor_key", "product_key");

-- Original bytes of every document, once each, in parts of a mebibyte so that no large value passes through memory whole.
create table advisory_document (
  sha256 text primary key,
  format text not null check (format in ('csaf', 'osv', 'debian', 'manual')),
  file_name text,
  bytes bigint not null,
  received_at timestamptz not null
);
comment on table advisory_document is 'class: shared; documents of advisories as they were received';

create table advisory_document_part (
  sha256 text not null references advisory_document (sha256),
  sequence integer not null,
  bytes bytea not null,
  primary key (sha256, sequence)
);
alter table advisory_document_part alter column bytes set storage external;
comment on table advisory_document_part is 'class: shared; the bytes of advisory documents, in order';

create table advisory_revision (
  advisory_id uuid not null references advisory (id),
  number integer not null,
  source_revision text not null,
  tracking_status text not null,
  sha256 text not null references advisory_document (sha256),
  received_at timestamptz not null,
  issued_at timestamptz,
  -- Readable differences from the revision before: [{path, before, after}]; a bounded list, with how many more there are.
  changes jsonb not null default '[]',
  changes_left_out integer not null default 0,
  changed_targets integer not null default 0,
  -- Same content under the same revision, or an older revision that came late: kept, but not what holds.
  holds boolean not null,
  primary key (advisory_id, number)
);
comment on table advisory_revision is 'class: shared; every revision of an advisory with what it changed';
create index advisory_revision_document on advisory_revision (sha256);

create table advisory_alias (
  alias text not null,
  advisory_id uuid not null references advisory (id),
  kind text not null check (kind in ('id', 'alias', 'vulnerability', 'related', 'supersedes')),
  primary key (alias, advisory_id, kind)
);
comment on table advisory_alias is 'class: shared; identifiers under which an advisory is known, so that sources stand side by side';
create index advisory_alias_advisory on advisory_alias (advisory_id);

create table advisory_package (
  id integer generated always as identity primary key,
  advisory_id uuid not null references advisory (id),
  package_id integer not null references package_name (id),
  -- What is said of it, a statement a vulnerability or range: status, intervals, versions, remediation.
  statements jsonb not null,
  -- 3 confirmed (package or identifier), 2 probable (vendor and product by name)
  confidence smallint not null check (confidence in (2, 3)),
  -- False when the advisory was withdrawn or superseded: kept, never matched.
  stands boolean not null,
  digest text not null,
  unique (advisory_id, package_id)
);
comment on table advisory_package is 'class: shared; packages and products that an advisory speaks of, with their versions';
create index advisory_package_package on advisory_package (package_id);

create table advisory_product (
  advisory_id uuid not null references advisory (id),
  sequence integer not null,
  target text not null,
  digest text not null,
  package_id integer references package_name (id),
  vendor text,
  product text,
  version text,
  version_range text,
  full_name text not null,
  purl text,
  cpe text,
  platform text,
  serial_numbers text[] not null default '{}',
  model_numbers text[] not null default '{}',
  statements jsonb not null,
  primary key (advisory_id, sequence)
);
comment on table advisory_product is 'class: shared; leaves of the product tree of an advisory with their status and remediation';
create index advisory_product_package on advisory_product (package_id);

-- Names of vendors and products without their spelling, for packages whose ecosystem is a vendor.
create table product_key (
  package_id integer primary key references package_name (id),
  vendor_key text not null,
  product_key text not null
);
comment on table product_key is 'class: shared; vendor and product of packages by normalised name';
create index product_key_names on product_key (vendor_key, product_key);

-- One row a pair of package version and advisory, whoever has it installed; hosts are joined, never stored here. Without foreign keys:
-- neither side is ever deleted, and checking both costs ten million rows of a large fleet most of their time.
create table match (
  package_version_id integer not null,
  advisory_package_id integer not null,
  -- 1 affected and a fixed version is named, 2 affected without one, 3 unknown
  verdict smallint not null check (verdict in (1, 2, 3)),
  -- 3 confirmed, 2 probable, 1 possible
  confidence smallint not null check (confidence in (1, 2, 3)),
  primary key (package_version_id, advisory_package_id)
);
comment on table match is 'class: shared; package versions that an advisory affects, or of which that is not known';
create index match_advisory_package on match (advisory_package_id, package_version_id);

-- Versions whose advisories have been looked for; from then on new advisories look for them.
create table matched_version (
  package_version_id integer primary key,
  matched_at timestamptz not null
);
comment on table matched_version is 'class: shared; package versions that were matched against the advisories of their package';

-- What only one organisation can know: a product mapping that its people confirmed, applied to an asset.
create table asset_match (
  owner_id uuid not null references organisation (id),
  asset_id uuid not null,
  advisory_package_id integer not null references advisory_package (id),
  mapping_id uuid not null,
  verdict smallint not null check (verdict in (1, 2, 3)),
  primary key (owner_id, asset_id, advisory_package_id),
  foreign key (owner_id, asset_id) references asset (owner_id, id),
  foreign key (owner_id, mapping_id) references product_mapping (owner_id, id)
);
comment on table asset_match is 'class: tenant; assets that a confirmed product mapping ties to an advisory';
create index asset_match_advisory on asset_match (owner_id, advisory_package_id);
create index asset_match_mapping on asset_match (owner_id, mapping_id);

-- One row an organisation and advisory that touches something it has: since when, until when, on how many assets.
create table finding_group (
  owner_id uuid not null references organisation (id),
  advisory_id uuid not null references advisory (id),
  first_seen_at timestamptz not null,
  due_at timestamptz not null,
  -- Digest of what the advisory said of the organisation's packages when it was last told.
  told_digest text not null,
  -- When the last asset was free of it; null while open.
  cleared_at timestamptz,
  primary key (owner_id, advisory_id)
);
comment on table finding_group is 'class: tenant; advisories that touch an organisation, since when and until when to act';
create index finding_group_due on finding_group (owner_id, due_at, advisory_id);

-- A row only where something was observed of one asset: seen, verified as fixed by an inventory, come back.
create table finding_state (
  owner_id uuid not null references organisation (id),
  asset_id uuid not null,
  advisory_id uuid not null references advisory (id),
  condition text not null check (condition in ('open', 'verified-fixed')),
  first_seen_at timestamptz not null,
  verified_at timestamptz,
  verified_inventory_id uuid,
  reopened_at timestamptz,
  reopened integer not null default 0,
  primary key (owner_id, asset_id, advisory_id),
  foreign key (owner_id, asset_id) references asset (owner_id, id),
  check (condition <> 'verified-fixed' or (verified_at is not null and verified_inventory_id is not null))
);
comment on table finding_state is 'class: tenant; what inventories showed about one advisory on one asset';
create index finding_state_advisory on finding_state (owner_id, advisory_id);
create index finding_state_verified on finding_state (owner_id, verified_at);
