create table agenda_item (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "position" integer not null,
  "topic" text not null,
  "presenter" text not null,
  "duration_minutes" integer not null,
  "documents" jsonb,
  "presented_by" text,
  "presented_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table agenda_item is 'class: tenant; register agenda-items';
alter table agenda_item add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on agenda_item (owner_id, case_id);
create index on agenda_item (owner_id, "position", id);

create table agenda_objection (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "objection" text not null,
  "organisation" uuid not null references organisation (id),
  "person" uuid references person (id),
  "raised_at" timestamp with time zone not null,
  "answer" text,
  "answered_by" uuid references person (id),
  "answered_at" timestamp with time zone,
  "to_all" boolean,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table agenda_objection is 'class: tenant; register agenda-objections';
alter table agenda_objection add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on agenda_objection (owner_id, case_id);
create index on agenda_objection (owner_id, "organisation", id);
create index on agenda_objection (owner_id, "person", id);
create index on agenda_objection (owner_id, "raised_at", id);
create index on agenda_objection (owner_id, "answered_by", id);

create table attendance (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "organisation" uuid not null references organisation (id),
  "capacity" text not null check ("capacity" in ('liso', 'npm', 'delegate', 'itsm', 'expert', 'observer')),
  "delegate_for" text,
  "presence" text not null check ("presence" in ('present', 'remote', 'absent')),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table attendance is 'class: tenant; register attendances';
alter table attendance add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on attendance (owner_id, case_id);
create index on attendance (owner_id, "name", id);
create index on attendance (owner_id, "organisation", id);
create index on attendance (owner_id, "presence", id);

create table meeting_minutes (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "item" uuid not null,
  "number" integer not null,
  "base" integer not null,
  "text" text not null,
  "standing" text not null check ("standing" in ('current', 'beside', 'earlier', 'merged')),
  "writer" uuid references person (id),
  "written_at" timestamp with time zone not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "item", "number")
);
comment on table meeting_minutes is 'class: tenant; register meeting-minutes';
alter table meeting_minutes add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table meeting_minutes add foreign key (owner_id, "item") references agenda_item (owner_id, id);
create index on meeting_minutes (owner_id, case_id);
create index on meeting_minutes (owner_id, "item", id);
create index on meeting_minutes (owner_id, "number", id);
create index on meeting_minutes (owner_id, "standing", id);
create index on meeting_minutes (owner_id, "writer", id);

create table action_point (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "title" text not null,
  "description" text,
  "organisation" uuid references organisation (id),
  "owner" uuid references person (id),
  "due_date" date,
  "becomes" text check ("becomes" in ('terms-of-collaboration', 'fact-finding-mission', 'change', 'policy')),
  "progress" text,
  "evidence" text,
  "done_at" timestamp with time zone,
  "carried_over" integer,
  "series" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table action_point is 'class: tenant; register action-points';
alter table action_point add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on action_point (owner_id, case_id);
create index on action_point (owner_id, state, id);
create index on action_point (owner_id, "organisation", id);
create index on action_point (owner_id, "owner", id);
create index on action_point (owner_id, "due_date", id);
create index on action_point (owner_id, "becomes", id);
create index on action_point (owner_id, "series", id);

create table action_point_review (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "title" text not null,
  "action_point" uuid not null,
  "organisation" uuid references organisation (id),
  "owner" uuid references person (id),
  "due_date" date,
  "status" text check ("status" in ('closed', 'carried-over')),
  "remark" text,
  "new_due_date" date,
  "reviewed_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table action_point_review is 'class: tenant; register action-point-reviews';
alter table action_point_review add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table action_point_review add foreign key (owner_id, "action_point") references action_point (owner_id, id);
create index on action_point_review (owner_id, case_id);
create index on action_point_review (owner_id, "action_point", id);
create index on action_point_review (owner_id, "organisation", id);
create index on action_point_review (owner_id, "owner", id);
create index on action_point_review (owner_id, "due_date", id);
create index on action_point_review (owner_id, "status", id);
