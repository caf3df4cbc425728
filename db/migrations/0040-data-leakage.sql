create table data_category (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "about" text not null check ("about" in ('organisation', 'staff', 'customers')),
  "classification" text not null check ("classification" in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "personal_data" boolean not null,
  "communications" boolean not null,
  "description" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "name")
);
comment on table data_category is 'class: tenant; register data-categories';
create index on data_category (owner_id, "name", id);
create index on data_category (owner_id, "about", id);
create index on data_category (owner_id, "classification", id);

create table data_holding (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "category" uuid not null,
  "classification" text not null check ("classification" in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "system" uuid references system (id),
  "asset" uuid,
  "location" text not null,
  "medium" text not null check ("medium" in ('database', 'file-store', 'removable-medium', 'paper', 'backup', 'cloud-service')),
  "people_concerned" integer,
  "kept_for" text,
  "responsible" uuid references person (id),
  "last_confirmed_on" date,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "name")
);
comment on table data_holding is 'class: tenant; register data-inventory';
alter table data_holding add foreign key (owner_id, "category") references data_category (owner_id, id);
alter table data_holding add foreign key (owner_id, "asset") references asset (owner_id, id);
create index on data_holding (owner_id, "name", id);
create index on data_holding (owner_id, "category", id);
create index on data_holding (owner_id, "classification", id);
create index on data_holding (owner_id, "system", id);
create index on data_holding (owner_id, "asset", id);
create index on data_holding (owner_id, "medium", id);
create index on data_holding (owner_id, "responsible", id);
create index on data_holding (owner_id, "last_confirmed_on", id);

create table monitored_interface (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "kind" text not null check ("kind" in ('mail', 'web', 'file-transfer', 'programming', 'removable-media', 'print', 'publication', 'other')),
  "asset" uuid,
  "to_organisation" uuid references organisation (id),
  "watched_by" text not null,
  "watched" boolean not null,
  "responsible" uuid references person (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "name")
);
comment on table monitored_interface is 'class: tenant; register monitored-interfaces';
alter table monitored_interface add foreign key (owner_id, "asset") references asset (owner_id, id);
create index on monitored_interface (owner_id, "name", id);
create index on monitored_interface (owner_id, "kind", id);
create index on monitored_interface (owner_id, "asset", id);
create index on monitored_interface (owner_id, "to_organisation", id);
create index on monitored_interface (owner_id, "responsible", id);

create table handling_rule (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "classification" text not null check ("classification" in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "operation" text not null check ("operation" in ('store', 'process', 'share', 'destroy')),
  "permission" text not null check ("permission" in ('allowed', 'on-conditions', 'forbidden')),
  "rule" text not null,
  "conditions" text,
  "rationale" text not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "classification", "operation")
);
comment on table handling_rule is 'class: tenant; register handling-rules';
create index on handling_rule (owner_id, "classification", id);
create index on handling_rule (owner_id, "operation", id);
create index on handling_rule (owner_id, "permission", id);
create index on handling_rule (owner_id, "rule", id);

create table data_flow (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "data" uuid not null,
  "from_system" uuid references system (id),
  "from_where" text,
  "to_system" uuid references system (id),
  "to_organisation" uuid references organisation (id),
  "to_where" text,
  "scope" text not null check ("scope" in ('within-sector', 'between-sectors', 'between-organisations', 'published')),
  "interface" uuid,
  "protection" text not null,
  "ground" text,
  "exception_reason" text,
  "contradicts" uuid,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "name")
);
comment on table data_flow is 'class: tenant; register data-flows';
alter table data_flow add foreign key (owner_id, "data") references data_holding (owner_id, id);
alter table data_flow add foreign key (owner_id, "interface") references monitored_interface (owner_id, id);
alter table data_flow add foreign key (owner_id, "contradicts") references handling_rule (owner_id, id);
create index on data_flow (owner_id, "name", id);
create index on data_flow (owner_id, "data", id);
create index on data_flow (owner_id, "from_system", id);
create index on data_flow (owner_id, "to_system", id);
create index on data_flow (owner_id, "to_organisation", id);
create index on data_flow (owner_id, "scope", id);
create index on data_flow (owner_id, "interface", id);
create index on data_flow (owner_id, "contradicts", id);
