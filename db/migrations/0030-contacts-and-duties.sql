create table contact (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "function" text not null,
  "person" uuid references person (id),
  "phone" text,
  "mobile" text,
  "email" text,
  "hours" text,
  "around_the_clock" boolean not null,
  "languages" text[],
  "escalation_level" integer,
  "valid_from" date not null,
  "valid_to" date,
  "shared_with" uuid[],
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table contact is 'class: tenant; register contacts';
create index on contact (owner_id, "name", id);
create index on contact (owner_id, "function", id);
create index on contact (owner_id, "person", id);
create index on contact (owner_id, "escalation_level", id);
create index on contact using gin ("languages");
create table duty_rota (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "role" text not null,
  "cover" text not null check ("cover" in ('around-the-clock', 'outside-office-hours', 'office-hours')),
  "zone" text not null,
  "opens_at" text not null,
  "closes_at" text not null,
  "workdays" text[] not null check ("workdays" <@ array['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']::text[]),
  "shared_with" uuid[],
  "gaps" jsonb,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "name")
);
comment on table duty_rota is 'class: tenant; register duty-rotas';
create index on duty_rota (owner_id, state, id);
create index on duty_rota (owner_id, "name", id);
create index on duty_rota (owner_id, "role", id);
create index on duty_rota (owner_id, "cover", id);
create table duty_shift (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "turn" text,
  "rota" uuid not null,
  "person" uuid not null references person (id),
  "contact" uuid,
  "starts_at" timestamp with time zone not null,
  "ends_at" timestamp with time zone not null,
  "hand_over" text,
  "handed_over_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table duty_shift is 'class: tenant; register duty-shifts';
alter table duty_shift add foreign key (owner_id, "rota") references duty_rota (owner_id, id);
alter table duty_shift add foreign key (owner_id, "contact") references contact (owner_id, id);
create index on duty_shift (owner_id, state, id);
create index on duty_shift (owner_id, "rota", id);
create index on duty_shift (owner_id, "person", id);
create index on duty_shift (owner_id, "contact", id);
create index on duty_shift (owner_id, "starts_at", id);
create index on duty_shift (owner_id, "ends_at", id);
create index on duty_shift (owner_id, rota, ends_at);
