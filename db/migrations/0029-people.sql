create table role_owner (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "role" text not null,
  "owned_by" text not null check ("owned_by" in ('security-manager', 'operations-management', 'liso', 'npm', 'niso', 'itsm-security-manager')),
  "note" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "role")
);
comment on table role_owner is 'class: tenant; register role-owners';
create index on role_owner (owner_id, "role", id);
create index on role_owner (owner_id, "owned_by", id);

create table absence (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "person" uuid not null references person (id),
  "note" text not null,
  "starts_at" timestamp with time zone not null,
  "ends_at" timestamp with time zone not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table absence is 'class: tenant; register absences';
create index on absence (owner_id, "person", id);
create index on absence (owner_id, "starts_at", id);
create index on absence (owner_id, "ends_at", id);

create index on absence (owner_id, person, ends_at);
