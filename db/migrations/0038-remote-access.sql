-- Remote access management (X.1052 §12.2.6): rules in editions, checks of requests, reviews, records of access with what is abnormal in them.

create table remote_access_rule (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "code" text not null,
  "edition" integer,
  "source" text not null,
  "valid_from" date,
  "valid_to" date,
  "title" text not null,
  "statement" text not null,
  "kinds" text[] check ("kinds" <@ array['third-party', 'mobile-working', 'telecommuting', 'maintenance', 'other']::text[]),
  "maximum_days" integer,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "code", "edition")
);
comment on table remote_access_rule is 'class: tenant; register remote-access-rules';
create index on remote_access_rule (owner_id, state, id);
create index on remote_access_rule (owner_id, "code", id);
create index on remote_access_rule (owner_id, "valid_from", id);
create index on remote_access_rule (owner_id, "title", id);

create table remote_access_check (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "rule" uuid not null,
  "statement" text not null,
  "round" integer not null,
  "reason" text,
  "examined_by" uuid references person (id),
  "examined_at" timestamp with time zone,
  "author" uuid references person (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table remote_access_check is 'class: tenant; register remote-access-checks';
alter table remote_access_check add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table remote_access_check add foreign key (owner_id, "rule") references remote_access_rule (owner_id, id);
create index on remote_access_check (owner_id, case_id);
create index on remote_access_check (owner_id, state, id);
create index on remote_access_check (owner_id, "name", id);
create index on remote_access_check (owner_id, "rule", id);
create index on remote_access_check (owner_id, "round", id);
create index on remote_access_check (owner_id, "examined_by", id);
create index on remote_access_check (owner_id, "author", id);

create table remote_access_review (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "reviewed_at" timestamp with time zone not null,
  "reviewed_from" timestamp with time zone not null,
  "reviewed_to" timestamp with time zone not null,
  "records" text[] not null check ("records" <@ array['operational', 'audit-trail']::text[]),
  "result" text not null check ("result" in ('normal', 'abnormal')),
  "observations" text not null,
  "reviewer" uuid references person (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table remote_access_review is 'class: tenant; register remote-access-reviews';
alter table remote_access_review add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on remote_access_review (owner_id, case_id);
create index on remote_access_review (owner_id, "reviewed_at", id);
create index on remote_access_review (owner_id, "result", id);
create index on remote_access_review (owner_id, "reviewer", id);

create table access_record (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "account" text not null,
  "at" timestamp with time zone not null,
  "outcome" text not null check ("outcome" in ('accepted', 'failed', 'refused', 'ended')),
  "service" text not null check ("service" in ('ssh', 'vpn')),
  "host" text,
  "source" text,
  "method" text,
  "access" uuid,
  "abnormal" text[] check ("abnormal" <@ array['unknown-account', 'outside-period', 'outside-scope', 'many-failures']::text[]),
  "line" text,
  "fingerprint" text not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "fingerprint")
);
comment on table access_record is 'class: tenant; register access-records';
alter table access_record add foreign key (owner_id, "access") references procedure_case (owner_id, id);
create index on access_record (owner_id, "account", id);
create index on access_record (owner_id, "at", id);
create index on access_record (owner_id, "outcome", id);
create index on access_record (owner_id, "service", id);
create index on access_record (owner_id, "access", id);
create index on access_record using gin ("abnormal");

create table abnormal_access (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "kind" text not null check ("kind" in ('unknown-account', 'outside-period', 'outside-scope', 'many-failures')),
  "account" text,
  "source" text,
  "host" text,
  "day" date not null,
  "records" integer not null,
  "first_at" timestamp with time zone not null,
  "last_at" timestamp with time zone not null,
  "access" uuid,
  "assessment" text,
  "digest" text not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "digest")
);
comment on table abnormal_access is 'class: tenant; register abnormal-accesses';
alter table abnormal_access add foreign key (owner_id, "access") references procedure_case (owner_id, id);
create index on abnormal_access (owner_id, state, id);
create index on abnormal_access (owner_id, "name", id);
create index on abnormal_access (owner_id, "kind", id);
create index on abnormal_access (owner_id, "last_at", id);
create index on abnormal_access (owner_id, "access", id);
