create table meeting_participant (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "organisation" uuid not null references organisation (id),
  "agreement_waived" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table meeting_participant is 'class: tenant; register meeting-participants';
alter table meeting_participant add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on meeting_participant (owner_id, case_id);
create index on meeting_participant (owner_id, state, id);
create index on meeting_participant (owner_id, "name", id);
create index on meeting_participant (owner_id, "organisation", id);

create table finding_telling (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "organisation" uuid not null references organisation (id),
  "finding" uuid not null,
  "decided_at" timestamp with time zone not null,
  "ground" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table finding_telling is 'class: tenant; register finding-tellings';
alter table finding_telling add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table finding_telling add foreign key (owner_id, "finding") references mission_finding (owner_id, id);
create index on finding_telling (owner_id, case_id);
create index on finding_telling (owner_id, state, id);
create index on finding_telling (owner_id, "name", id);
create index on finding_telling (owner_id, "organisation", id);
create index on finding_telling (owner_id, "finding", id);

-- Whoever was told before the terms decided stays told.
alter table warning_answer add column "state" text not null default 'told';
alter table warning_answer alter column "state" drop default;
alter table warning_answer add column "ground" text;
create index on warning_answer (owner_id, state, id);

-- Why it is not sent to this recipient: outcome, terms, version and clause; null: nothing stands against it.
alter table deliverable_recipient add column withheld jsonb;

-- The duty to be reachable that a clause of the terms in force lays on the recipient: role, hours, time, terms, version and clause.
alter table request_recipient add column contact jsonb;
