create table virus_definition_check (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text,
  "product" text not null,
  "definitions_version" text not null,
  "released_at" timestamp with time zone not null,
  "checked_at" timestamp with time zone not null,
  "result" text not null check ("result" in ('already-there', 'acquired', 'not-acquired')),
  "age_hours" integer,
  "outdated" boolean,
  "source" text,
  "note" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table virus_definition_check is 'class: tenant; register virus-definitions';
create index on virus_definition_check (owner_id, "product", id);
create index on virus_definition_check (owner_id, "checked_at", id);
create index on virus_definition_check (owner_id, "result", id);

create table antivirus_installation (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "kind" text not null check ("kind" in ('client', 'server')),
  "asset" uuid,
  "product" text not null,
  "engine_version" text,
  "definitions_version" text,
  "definitions_at" timestamp with time zone,
  "reported_at" timestamp with time zone,
  "resident_protection" boolean,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "name")
);
comment on table antivirus_installation is 'class: tenant; register antivirus-installations';
alter table antivirus_installation add foreign key (owner_id, "asset") references asset (owner_id, id);
create index on antivirus_installation (owner_id, "name", id);
create index on antivirus_installation (owner_id, "kind", id);
create index on antivirus_installation (owner_id, "asset", id);
create index on antivirus_installation (owner_id, "product", id);
create index on antivirus_installation (owner_id, "reported_at", id);

create table scan_run (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "host" text not null,
  "asset" uuid not null,
  "tool" text not null check ("tool" in ('on-demand', 'resident', 'other')),
  "engine_version" text,
  "known_viruses" integer,
  "started_at" timestamp with time zone not null,
  "ended_at" timestamp with time zone,
  "files_scanned" integer,
  "files_infected" integer not null,
  "errors" integer,
  "outcome" text check ("outcome" in ('clean', 'infected', 'incomplete')),
  "signatures" text,
  "not_listed" integer,
  "digest" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "asset", "digest")
);
comment on table scan_run is 'class: tenant; register scan-runs';
alter table scan_run add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table scan_run add foreign key (owner_id, "asset") references asset (owner_id, id);
create index on scan_run (owner_id, case_id);
create index on scan_run (owner_id, "asset", id);
create index on scan_run (owner_id, "tool", id);
create index on scan_run (owner_id, "started_at", id);
create index on scan_run (owner_id, "outcome", id);

create table infection (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "signature" text not null,
  "path" text not null,
  "host" text not null,
  "scan_run" uuid,
  "found_at" timestamp with time zone not null,
  "by_scanner" text check ("by_scanner" in ('left', 'moved', 'copied', 'removed')),
  "treatment" text check ("treatment" in ('quarantined', 'deleted', 'cleaned', 'reinstalled')),
  "note" text,
  "concluded_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table infection is 'class: tenant; register infections';
alter table infection add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table infection add foreign key (owner_id, "scan_run") references scan_run (owner_id, id);
create index on infection (owner_id, case_id);
create index on infection (owner_id, state, id);
create index on infection (owner_id, "scan_run", id);
create index on infection (owner_id, "found_at", id);
