create table liso_decision (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "about" text not null check ("about" in ('tell', 'ask-evidence')),
  "organisations" uuid[] not null,
  "ruling" text not null check ("ruling" in ('allow', 'forbid')),
  "reason" text not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table liso_decision is 'class: tenant; register liso-decisions';
alter table liso_decision add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on liso_decision (owner_id, case_id);
create index on liso_decision (owner_id, "about", id);
