-- Reference data of the programme, and the Terms of Collaboration.
create table business_thread (
  "id" uuid not null primary key,
  "code" text not null,
  "name" text not null,
  "name_fr" text,
  "name_de" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("code")
);
comment on table business_thread is 'class: shared; register business-threads';
create index on business_thread ("code", id);
create index on business_thread ("name", id);

create table user_community (
  "id" uuid not null primary key,
  "code" text not null,
  "name" text not null,
  "threads" uuid[] not null,
  "systems" uuid[],
  "description" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("code")
);
comment on table user_community is 'class: shared; register user-communities';
create index on user_community ("code", id);
create index on user_community ("name", id);
create index on user_community using gin ("threads");
create index on user_community using gin ("systems");

create table membership (
  "id" uuid not null primary key,
  "country" text not null,
  "name" text not null,
  "kind" text not null check ("kind" in ('eu-member-state', 'former-member-state', 'special', 'ctc-and-security-agreement', 'ctc', 'ctc-via-switzerland', 'customs-union', 'observer')),
  "valid_from" date,
  "valid_to" date,
  "alt_code" text,
  "alt_code_use" text,
  "domains" text[],
  "footnote" text,
  "source" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("country", "kind", "valid_from")
);
comment on table membership is 'class: shared; register memberships';
create index on membership ("country", id);
create index on membership ("name", id);
create index on membership ("kind", id);
create index on membership ("valid_from", id);

create table common_standard (
  "id" uuid not null primary key,
  "code" text not null,
  "title" text not null,
  "kind" text not null check ("kind" in ('standard', 'policy')),
  "reference" text,
  "issuer" text,
  "edition" text not null,
  "effective_from" date not null,
  "effective_to" date,
  "domain" text check ("domain" in ('common', 'local')),
  "threads" uuid[],
  "controls" uuid[],
  "summary" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("code")
);
comment on table common_standard is 'class: shared; register common-standards';
create index on common_standard ("code", id);
create index on common_standard ("title", id);
create index on common_standard ("kind", id);
create index on common_standard ("effective_from", id);
create index on common_standard ("domain", id);

create table reference_change (
  "id" uuid not null primary key,
  "subject" text not null,
  "subject_kind" text not null check ("subject_kind" in ('common-standards', 'systems')),
  "standard_id" uuid references common_standard (id),
  "system_id" uuid references system (id),
  "act" text not null check ("act" in ('entered', 'changed', 'ended')),
  "changed_fields" text[],
  "edition" text,
  "at" timestamp with time zone not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid
);
comment on table reference_change is 'class: shared; register reference-changes';
create index on reference_change ("subject_kind", id);
create index on reference_change ("standard_id", id);
create index on reference_change ("system_id", id);
create index on reference_change ("act", id);
create index on reference_change ("at", id);

create table control (
  "id" uuid not null primary key,
  "number" text not null,
  "position" integer not null,
  "title" text not null,
  "set" text not null check ("set" in ('core', 'telecom')),
  "clause" text not null,
  "clause_title" text not null,
  "objective" text not null,
  "objective_title" text not null,
  "verification" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("number")
);
comment on table control is 'class: shared; register controls';
create index on control ("position", id);
create index on control ("title", id);
create index on control ("set", id);
create index on control ("clause", id);
create index on control ("objective", id);

create table control_mapping (
  "id" uuid not null primary key,
  "control_id" uuid not null references control (id),
  "management_area" text not null check ("management_area" in ('policy', 'risk', 'organisation', 'assets', 'acquisition', 'early-warning', 'configuration', 'patch', 'change', 'interconnection', 'remote-access', 'antivirus', 'data-leakage', 'incidents')),
  "table_number" integer,
  "x1052_clause" text,
  "reference" text not null,
  "reference_title" text not null,
  "editorial" boolean not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("management_area", "control_id", "reference")
);
comment on table control_mapping is 'class: shared; register control-mappings';
create index on control_mapping ("control_id", id);
create index on control_mapping ("management_area", id);
create index on control_mapping ("table_number", id);
