create table change_test (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "kind" text not null check ("kind" in ('lab', 'onsite')),
  "result" text not null check ("result" in ('passed', 'failed')),
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
comment on table change_test is 'class: tenant; register change-tests';
alter table change_test add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on change_test (owner_id, case_id);
create index on change_test (owner_id, "kind", id);
create index on change_test (owner_id, "result", id);
create index on change_test (owner_id, "tested_at", id);
create index on change_test (owner_id, "tester", id);

create table freeze_period (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "title" text not null,
  "starts_at" timestamp with time zone not null,
  "ends_at" timestamp with time zone not null,
  "assets" uuid[],
  "services" uuid[],
  "emergencies_pass" boolean not null,
  "reason" text not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table freeze_period is 'class: tenant; register freeze-periods';
create index on freeze_period (owner_id, "title", id);
create index on freeze_period (owner_id, "starts_at", id);
create index on freeze_period (owner_id, "ends_at", id);
