create table own_change (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "subject" text not null,
  "subject_kind" text not null check ("subject_kind" in ('services', 'contracts')),
  "record" text not null,
  "act" text not null check ("act" in ('entered', 'changed', 'ended')),
  "changed_fields" text[],
  "changes" jsonb,
  "by" uuid references person (id),
  "at" timestamp with time zone not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table own_change is 'class: tenant; register own-changes';
create index on own_change (owner_id, "subject_kind", id);
create index on own_change (owner_id, "record", id);
create index on own_change (owner_id, "act", id);
create index on own_change (owner_id, "by", id);
create index on own_change (owner_id, "at", id);
