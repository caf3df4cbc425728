create table configuration_item (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "code" text not null,
  "title" text not null,
  "requirement" text not null,
  "reference_method" text not null,
  "check_conditions" text not null,
  "asset_kind" text not null check ("asset_kind" in ('host', 'equipment', 'information-system', 'service', 'software')),
  "asset_class" text,
  "source" text not null check ("source" in ('specification', 'early-warning', 'incident', 'risk', 'vendor', 'benchmark', 'review', 'other')),
  "source_reference" text,
  "recommendation" uuid,
  "variable" text,
  "comparison" text check ("comparison" in ('complies', 'equals', 'at-least', 'at-most', 'one-of')),
  "unit" text,
  "default_value" text,
  "rule_ids" text[],
  "controls" text[],
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "code")
);
comment on table configuration_item is 'class: tenant; register configuration-items';
alter table configuration_item add foreign key (owner_id, "recommendation") references recommendation (owner_id, id);
create index on configuration_item (owner_id, state, id);
create index on configuration_item (owner_id, "code", id);
create index on configuration_item (owner_id, "title", id);
create index on configuration_item (owner_id, "asset_kind", id);
create index on configuration_item (owner_id, "source", id);
create index on configuration_item (owner_id, "recommendation", id);
create index on configuration_item using gin ("rule_ids");
create index on configuration_item using gin ("controls");

create table configuration_profile (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "asset_kind" text not null check ("asset_kind" in ('host', 'equipment', 'information-system', 'service', 'software')),
  "category" uuid,
  "asset_tag" text,
  "description" text,
  "number" integer,
  "release" uuid,
  "released_at" timestamp with time zone,
  "reviewed_at" timestamp with time zone,
  "review_findings" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "name")
);
comment on table configuration_profile is 'class: tenant; register configuration-profiles';
alter table configuration_profile add foreign key (owner_id, "category") references asset_category (owner_id, id);
alter table configuration_profile add foreign key (owner_id, "release") references procedure_case (owner_id, id);
create index on configuration_profile (owner_id, state, id);
create index on configuration_profile (owner_id, "name", id);
create index on configuration_profile (owner_id, "asset_kind", id);
create index on configuration_profile (owner_id, "category", id);
create index on configuration_profile (owner_id, "release", id);
create index on configuration_profile (owner_id, "released_at", id);

create table configuration_profile_item (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "item" uuid not null,
  "code" text,
  "title" text,
  "remark" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table configuration_profile_item is 'class: tenant; register configuration-profile-items';
alter table configuration_profile_item add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table configuration_profile_item add foreign key (owner_id, "item") references configuration_item (owner_id, id);
create index on configuration_profile_item (owner_id, case_id);
create index on configuration_profile_item (owner_id, "item", id);
create index on configuration_profile_item (owner_id, "code", id);

create table configuration_benchmark (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "code" text,
  "item" uuid not null,
  "importance" text not null check ("importance" in ('any', 'standard', 'important', 'critical', 'strategic')),
  "environment" text not null check ("environment" in ('any', 'production', 'test', 'development')),
  "comparison" text not null check ("comparison" in ('complies', 'equals', 'at-least', 'at-most', 'one-of')),
  "expected" text,
  "reason" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table configuration_benchmark is 'class: tenant; register configuration-benchmarks';
alter table configuration_benchmark add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table configuration_benchmark add foreign key (owner_id, "item") references configuration_item (owner_id, id);
create index on configuration_benchmark (owner_id, case_id);
create index on configuration_benchmark (owner_id, "code", id);
create index on configuration_benchmark (owner_id, "item", id);
create index on configuration_benchmark (owner_id, "importance", id);
create index on configuration_benchmark (owner_id, "environment", id);

create table configuration_result (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "code" text,
  "title" text,
  "asset" uuid,
  "profile" uuid,
  "item" uuid,
  "result" text not null check ("result" in ('not-checked', 'pass', 'fail', 'fixed', 'not-applicable', 'error', 'unknown', 'informational')),
  "standing" text check ("standing" in ('open', 'complies', 'fails', 'undetermined')),
  "comparison" text check ("comparison" in ('complies', 'equals', 'at-least', 'at-most', 'one-of')),
  "expected" text,
  "observed" text,
  "explanation" text,
  "rule_id" text,
  "looked_at" timestamp with time zone,
  "failing_since" timestamp with time zone,
  "current" boolean,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table configuration_result is 'class: tenant; register configuration-results';
alter table configuration_result add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table configuration_result add foreign key (owner_id, "asset") references asset (owner_id, id);
alter table configuration_result add foreign key (owner_id, "profile") references configuration_profile (owner_id, id);
alter table configuration_result add foreign key (owner_id, "item") references configuration_item (owner_id, id);
create index on configuration_result (owner_id, case_id);
create index on configuration_result (owner_id, "code", id);
create index on configuration_result (owner_id, "asset", id);
create index on configuration_result (owner_id, "profile", id);
create index on configuration_result (owner_id, "item", id);
create index on configuration_result (owner_id, "result", id);
create index on configuration_result (owner_id, "standing", id);
create index on configuration_result (owner_id, "looked_at", id);
create index on configuration_result (owner_id, "failing_since", id);

create table configuration_status (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "asset_name" text not null,
  "asset" uuid not null,
  "profile" uuid not null,
  "number" integer,
  "compliance" text not null check ("compliance" in ('not-checked', 'compliant', 'non-compliant', 'excepted', 'let-go')),
  "failing" integer,
  "undetermined" integer,
  "checked_at" timestamp with time zone,
  "non_compliant_since" timestamp with time zone,
  "open_check" uuid,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "profile", "asset")
);
comment on table configuration_status is 'class: tenant; register configuration-statuses';
alter table configuration_status add foreign key (owner_id, "asset") references asset (owner_id, id);
alter table configuration_status add foreign key (owner_id, "profile") references configuration_profile (owner_id, id);
alter table configuration_status add foreign key (owner_id, "open_check") references procedure_case (owner_id, id);
create index on configuration_status (owner_id, "asset_name", id);
create index on configuration_status (owner_id, "asset", id);
create index on configuration_status (owner_id, "profile", id);
create index on configuration_status (owner_id, "compliance", id);
create index on configuration_status (owner_id, "failing", id);
create index on configuration_status (owner_id, "undetermined", id);
create index on configuration_status (owner_id, "checked_at", id);
create index on configuration_status (owner_id, "non_compliant_since", id);
create index on configuration_status (owner_id, "open_check", id);

create table configuration_exception (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "title" text not null,
  "asset" uuid not null,
  "items" uuid[] not null,
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
comment on table configuration_exception is 'class: tenant; register configuration-exceptions';
alter table configuration_exception add foreign key (owner_id, "asset") references asset (owner_id, id);
create index on configuration_exception (owner_id, state, id);
create index on configuration_exception (owner_id, "title", id);
create index on configuration_exception (owner_id, "asset", id);
create index on configuration_exception (owner_id, "expires_at", id);

create table configuration_scan (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "benchmark" text not null,
  "asset" uuid not null,
  "test_result" text not null,
  "scan_profile" text,
  "test_system" text,
  "ended_at" timestamp with time zone not null,
  "pass" integer,
  "fail" integer,
  "fixed" integer,
  "not_applicable" integer,
  "error" integer,
  "unknown" integer,
  "not_checked" integer,
  "not_selected" integer,
  "informational" integer,
  "mapped" integer,
  "unmapped_rules" text[],
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "asset", "test_result", "ended_at")
);
comment on table configuration_scan is 'class: tenant; register configuration-scans';
alter table configuration_scan add foreign key (owner_id, "asset") references asset (owner_id, id);
create index on configuration_scan (owner_id, "asset", id);
create index on configuration_scan (owner_id, "ended_at", id);
create index on configuration_status (owner_id, open_check) where open_check is not null;
create index on configuration_result (owner_id, case_id) where current;
create index on configuration_result (owner_id, asset, profile) where current;
