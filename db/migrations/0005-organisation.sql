create table system (
  "id" uuid not null primary key,
  "code" text not null,
  "name" text not null,
  "thread" text,
  "architecture" text not null check ("architecture" in ('distributed', 'centralised')),
  "security_level" text check ("security_level" in ('MODERATE', 'CRITICAL', 'STRATEGIC')),
  "domain" text check ("domain" in ('common', 'local')),
  "description" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("code")
);
comment on table system is 'class: shared; register systems';
create index on system ("code", id);
create index on system ("name", id);
create index on system ("thread", id);
create index on system ("architecture", id);
create index on system ("security_level", id);
create index on system ("domain", id);

create table service (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "class" text not null check ("class" in ('trans-european', 'commission-central', 'telecom')),
  "consumers" text[] not null check ("consumers" <@ array['national-administration', 'public', 'commission-staff', 'customers']::text[]),
  "system_id" uuid references system (id),
  "owner" uuid not null references person (id),
  "parties" uuid[],
  "level" text check ("level" in ('normal', 'important', 'vital')),
  "description" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table service is 'class: tenant; register services';
create index on service (owner_id, "name", id);
create index on service (owner_id, "class", id);
create index on service (owner_id, "system_id", id);
create index on service (owner_id, "owner", id);
create index on service (owner_id, "level", id);
create index on service using gin ("consumers");

create table contract (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "kind" text not null check ("kind" in ('framework-contract', 'specific-contract', 'work-package', 'deliverable')),
  "reference" text not null,
  "subject" text,
  "parent_id" uuid,
  "contractor_id" uuid references organisation (id),
  "valid_from" date,
  "valid_to" date,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "kind", "reference")
);
comment on table contract is 'class: tenant; register contracts';
alter table contract add foreign key (owner_id, "parent_id") references contract (owner_id, id);
create index on contract (owner_id, "kind", id);
create index on contract (owner_id, "reference", id);
create index on contract (owner_id, "parent_id", id);
create index on contract (owner_id, "contractor_id", id);

create table reference_document (
  "id" uuid not null primary key,
  "code" text not null,
  "kind" text not null check ("kind" in ('reference', 'applicable')),
  "reference" text,
  "title" text not null,
  "originator" text,
  "edition" text,
  "date" text,
  "binding" boolean not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("code")
);
comment on table reference_document is 'class: shared; register documents';
create index on reference_document ("code", id);
create index on reference_document ("kind", id);
create index on reference_document ("title", id);

create table glossary_term (
  "id" uuid not null primary key,
  "term" text not null,
  "meaning_en" text not null,
  "meaning_fr" text,
  "meaning_de" text,
  "synonyms" text[],
  "in_source_list" boolean not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("term")
);
comment on table glossary_term is 'class: shared; register glossary-terms';
create index on glossary_term ("term", id);
