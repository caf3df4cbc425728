create table change_review (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "kind" text not null check ("kind" in ('first', 'second')),
  "effective" boolean not null,
  "negative_impact" boolean not null,
  "observations" text not null,
  "reviewed_at" timestamp with time zone not null,
  "reviewer" uuid references person (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table change_review is 'class: tenant; register change-reviews';
alter table change_review add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on change_review (owner_id, case_id);
create index on change_review (owner_id, "kind", id);
create index on change_review (owner_id, "reviewed_at", id);
create index on change_review (owner_id, "reviewer", id);

create table change_model (
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
  "scope" text not null,
  "impact_scope" text not null,
  "operations_process" text not null,
  "effectiveness_check" text not null,
  "rollback_process" text not null,
  "continuity_plan" text not null,
  "lab_evidence" text not null,
  "onsite_evidence" text not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "code", "edition")
);
comment on table change_model is 'class: tenant; register change-models';
create index on change_model (owner_id, state, id);
create index on change_model (owner_id, "code", id);
create index on change_model (owner_id, "valid_from", id);
create index on change_model (owner_id, "title", id);
