-- Confidentiality agreements (X.1052 §9.2) and network interconnection management (X.1052 §12.2.5): principles in editions, examinations,
-- the register of interconnections.

create table confidentiality_agreement (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "reference" text not null,
  "party" uuid not null references organisation (id),
  "person" uuid references person (id),
  "covers_staff" boolean,
  "contract" uuid,
  "scope" text not null,
  "signed_on" date,
  "valid_from" date,
  "valid_to" date,
  "ended_on" date,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "reference")
);
comment on table confidentiality_agreement is 'class: tenant; register confidentiality-agreements';
alter table confidentiality_agreement add foreign key (owner_id, "contract") references contract (owner_id, id);
create index on confidentiality_agreement (owner_id, state, id);
create index on confidentiality_agreement (owner_id, "reference", id);
create index on confidentiality_agreement (owner_id, "party", id);
create index on confidentiality_agreement (owner_id, "person", id);
create index on confidentiality_agreement (owner_id, "contract", id);
create index on confidentiality_agreement (owner_id, "valid_from", id);
create index on confidentiality_agreement (owner_id, "valid_to", id);

create table interconnection_principle (
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
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "code", "edition")
);
comment on table interconnection_principle is 'class: tenant; register interconnection-principles';
create index on interconnection_principle (owner_id, state, id);
create index on interconnection_principle (owner_id, "code", id);
create index on interconnection_principle (owner_id, "valid_from", id);
create index on interconnection_principle (owner_id, "title", id);

create table interconnection_verdict (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "principle" uuid not null,
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
comment on table interconnection_verdict is 'class: tenant; register interconnection-verdicts';
alter table interconnection_verdict add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table interconnection_verdict add foreign key (owner_id, "principle") references interconnection_principle (owner_id, id);
create index on interconnection_verdict (owner_id, case_id);
create index on interconnection_verdict (owner_id, state, id);
create index on interconnection_verdict (owner_id, "name", id);
create index on interconnection_verdict (owner_id, "principle", id);
create index on interconnection_verdict (owner_id, "round", id);
create index on interconnection_verdict (owner_id, "examined_by", id);
create index on interconnection_verdict (owner_id, "author", id);

create table interconnection (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "case" uuid not null,
  "requester_kind" text not null check ("requester_kind" in ('business-department', 'third-party-network-owner')),
  "partner" uuid references organisation (id),
  "near_end" text not null,
  "far_end" text not null,
  "purpose" text not null,
  "connection" text not null,
  "data" text not null,
  "border_measures" text[] check ("border_measures" <@ array['firewall', 'gateway', 'routing-filter', 'encryption', 'authentication', 'intrusion-detection', 'segregation', 'monitoring']::text[]),
  "border_detail" text not null,
  "last_examined_at" timestamp with time zone not null,
  "next_examination_at" timestamp with time zone not null,
  "active_since" timestamp with time zone not null,
  "disconnected_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "case")
);
comment on table interconnection is 'class: tenant; register interconnections';
alter table interconnection add foreign key (owner_id, "case") references procedure_case (owner_id, id);
create index on interconnection (owner_id, state, id);
create index on interconnection (owner_id, "name", id);
create index on interconnection (owner_id, "case", id);
create index on interconnection (owner_id, "partner", id);
create index on interconnection (owner_id, "last_examined_at", id);
create index on interconnection (owner_id, "next_examination_at", id);
create index on interconnection (owner_id, "active_since", id);
