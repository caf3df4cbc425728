create table unauthorised_change (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "asset" uuid not null,
  "inventory" text not null,
  "summary" text not null,
  "what" text,
  "not_before" timestamp with time zone not null,
  "seen_at" timestamp with time zone not null,
  "explanation" text,
  "explained_by" uuid,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "asset", "inventory")
);
comment on table unauthorised_change is 'class: tenant; register unauthorised-changes';
alter table unauthorised_change add foreign key (owner_id, "asset") references asset (owner_id, id);
alter table unauthorised_change add foreign key (owner_id, "explained_by") references procedure_case (owner_id, id);
create index on unauthorised_change (owner_id, state, id);
create index on unauthorised_change (owner_id, "asset", id);
create index on unauthorised_change (owner_id, "summary", id);
create index on unauthorised_change (owner_id, "seen_at", id);
create index on unauthorised_change (owner_id, "explained_by", id);

create table recommendation (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "kind" text not null check ("kind" in ('configuration', 'patch', 'other')),
  "title" text not null,
  "text" text not null,
  "assets" uuid[],
  "urgency" text not null check ("urgency" in ('immediate', 'out-of-cycle', 'scheduled', 'defer')),
  "package" text,
  "fixed_version" text,
  "requirement" text,
  "reference_method" text,
  "check_conditions" text,
  "asset_class" text,
  "handed_over_at" timestamp with time zone,
  "concluded_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table recommendation is 'class: tenant; register recommendations';
alter table recommendation add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on recommendation (owner_id, case_id);
create index on recommendation (owner_id, state, id);
create index on recommendation (owner_id, "kind", id);
create index on recommendation (owner_id, "title", id);
create index on recommendation (owner_id, "urgency", id);

create table warning_answer (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "organisation" uuid not null references organisation (id),
  "because" text[] check ("because" <@ array['asset-owner', 'service-owner', 'service-party', 'subscriber']::text[]),
  "answer" text check ("answer" in ('affected', 'not-affected', 'unknown')),
  "explanation" text,
  "informed_at" timestamp with time zone not null,
  "answered_at" timestamp with time zone,
  "answered_by" uuid references person (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table warning_answer is 'class: tenant; register warning-answers';
alter table warning_answer add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on warning_answer (owner_id, case_id);
create index on warning_answer (owner_id, "name", id);
create index on warning_answer (owner_id, "organisation", id);
create index on warning_answer (owner_id, "answer", id);
create index on warning_answer (owner_id, "informed_at", id);
create index on warning_answer (owner_id, "answered_at", id);
create index on warning_answer (owner_id, "answered_by", id);

create table patch_test (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "result" text not null check ("result" in ('effective', 'not-effective')),
  "environment" text not null,
  "observations" text not null,
  "tested_at" timestamp with time zone not null,
  "tester" uuid references person (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table patch_test is 'class: tenant; register patch-tests';
alter table patch_test add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on patch_test (owner_id, case_id);
create index on patch_test (owner_id, "result", id);
create index on patch_test (owner_id, "tested_at", id);
create index on patch_test (owner_id, "tester", id);

create table patch_target (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "asset" uuid not null,
  "name" text not null,
  "implemented_at" timestamp with time zone,
  "inventory_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table patch_target is 'class: tenant; register patch-targets';
alter table patch_target add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table patch_target add foreign key (owner_id, "asset") references asset (owner_id, id);
create index on patch_target (owner_id, case_id);
create index on patch_target (owner_id, state, id);
create index on patch_target (owner_id, "asset", id);
create index on patch_target (owner_id, "name", id);

-- Warnings and patches are found by their advisory, changes by the assets that they touch.
create index procedure_case_advisory on procedure_case (owner_id, procedure, (fields ->> 'advisory'), id)
  where procedure in ('early-warning', 'patch');
create index task_open_subject on task (owner_id, subject_id, task) where state = 'open' and subject_id is not null;
