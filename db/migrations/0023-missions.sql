-- Fact-finding missions, and the service improvements that they lead to.
create table mission_input (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "kind" text not null check ("kind" in ('priority', 'incident', 'finding', 'change')),
  "title" text not null,
  "reference" text,
  "detail" text,
  "organisation" uuid references organisation (id),
  "happened_at" timestamp with time zone,
  "source" text,
  "rank" integer not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table mission_input is 'class: tenant; register mission-inputs';
alter table mission_input add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on mission_input (owner_id, case_id);
create index on mission_input (owner_id, "kind", id);
create index on mission_input (owner_id, "organisation", id);
create index on mission_input (owner_id, "rank", id);

create table mission_objective (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "number" integer not null,
  "objective" text not null,
  "detail" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table mission_objective is 'class: tenant; register mission-objectives';
alter table mission_objective add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on mission_objective (owner_id, case_id);
create index on mission_objective (owner_id, "number", id);

create table mission_control (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "position" integer not null,
  "control" uuid not null references control (id),
  "what_to_document" text not null,
  "rationale" text not null,
  "basis" text[] check ("basis" <@ array['priority', 'incident', 'finding', 'change']::text[]),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table mission_control is 'class: tenant; register mission-controls';
alter table mission_control add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on mission_control (owner_id, case_id);
create index on mission_control (owner_id, "position", id);
create index on mission_control (owner_id, "control", id);

create table mission_contact (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "contact_role" text not null,
  "organisation" uuid not null references organisation (id),
  "third_party" text check ("third_party" in ('hosting', 'network-service-provider', 'it-management', 'service-desk', 'equipment-supplier', 'software-supplier')),
  "hours" double precision not null,
  "corrected_hours" double precision,
  "correction_reason" text,
  "corrected_by" uuid references person (id),
  "corrected_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table mission_contact is 'class: tenant; register mission-contacts';
alter table mission_contact add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on mission_contact (owner_id, case_id);
create index on mission_contact (owner_id, "name", id);
create index on mission_contact (owner_id, "organisation", id);
create index on mission_contact (owner_id, "corrected_by", id);

create table mission_question (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "number" integer not null,
  "section" text not null,
  "question" text not null,
  "kind" text not null check ("kind" in ('yes-no', 'single-choice', 'multiple-choice', 'text', 'number', 'date')),
  "options" text,
  "required" boolean,
  "help" text,
  "unit" text,
  "depends_on" integer,
  "depends_on_answer" text,
  "addressee" text not null check ("addressee" in ('administration', 'third-party', 'both')),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table mission_question is 'class: tenant; register mission-questions';
alter table mission_question add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on mission_question (owner_id, case_id);
create index on mission_question (owner_id, "number", id);
create index on mission_question (owner_id, "kind", id);
create index on mission_question (owner_id, "addressee", id);

create table mission_access (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "number" integer not null,
  "kind" text not null check ("kind" in ('information', 'asset')),
  "item" text not null,
  "detail" text,
  "organisation" uuid references organisation (id),
  "provider" text not null,
  "due_on" date not null,
  "asked_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table mission_access is 'class: tenant; register mission-access';
alter table mission_access add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on mission_access (owner_id, case_id);
create index on mission_access (owner_id, "number", id);
create index on mission_access (owner_id, "kind", id);
create index on mission_access (owner_id, "organisation", id);

create table mission_interview (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "number" integer not null,
  "interviewee" text not null,
  "organisation" uuid not null references organisation (id),
  "topics" text not null,
  "planned_at" timestamp with time zone,
  "place" text,
  "invited_at" timestamp with time zone,
  "held_at" timestamp with time zone,
  "attendees" text,
  "minutes" text,
  "minutes_version" integer,
  "confirmed_at" timestamp with time zone,
  "confirmed_by" uuid references person (id),
  "correction" text,
  "dropped_because" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table mission_interview is 'class: tenant; register mission-interviews';
alter table mission_interview add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on mission_interview (owner_id, case_id);
create index on mission_interview (owner_id, "number", id);
create index on mission_interview (owner_id, "organisation", id);
create index on mission_interview (owner_id, "confirmed_by", id);

create table mission_finding (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "number" integer not null,
  "title" text not null,
  "control" uuid not null references control (id),
  "organisation" uuid not null references organisation (id),
  "statement" text not null,
  "assessment" text not null check ("assessment" in ('in-place', 'partly-in-place', 'not-in-place', 'not-assessed')),
  "severity" text not null check ("severity" in ('high', 'medium', 'low', 'none')),
  "recommendation" text,
  "evidence" jsonb,
  "note" text,
  "responsible" text,
  "due_on" date,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table mission_finding is 'class: tenant; register mission-findings';
alter table mission_finding add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on mission_finding (owner_id, case_id);
create index on mission_finding (owner_id, state, id);
create index on mission_finding (owner_id, "number", id);
create index on mission_finding (owner_id, "control", id);
create index on mission_finding (owner_id, "organisation", id);
create index on mission_finding (owner_id, "assessment", id);
create index on mission_finding (owner_id, "severity", id);

create table csip_discussion (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "held_on" date not null,
  "participants" text not null,
  "outcome" text not null,
  "no_improvement_because" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table csip_discussion is 'class: tenant; register csip-discussions';
alter table csip_discussion add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on csip_discussion (owner_id, case_id);
create index on csip_discussion (owner_id, "held_on", id);

create table csip_improvement (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "title" text not null,
  "description" text not null,
  "objective" text not null,
  "mission" text not null,
  "mission_id" text not null,
  "responsible" text,
  "benefit" text,
  "planned_for" date,
  "result" text,
  "objective_reached" boolean,
  "judgement" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table csip_improvement is 'class: tenant; register csip-improvements';
create index on csip_improvement (owner_id, state, id);
create index on csip_improvement (owner_id, "title", id);
create index on csip_improvement (owner_id, "mission", id);
create index on csip_improvement (owner_id, "mission_id", id);

-- What is typed into a questionnaire before it is handed in: it belongs to the organisation that answers, and to nobody else.
create table questionnaire_draft (
  owner_id uuid not null references organisation (id),
  recipient_id uuid not null,
  request_id uuid not null,
  answers jsonb not null default '[]',
  version integer not null default 1,
  updated_at timestamptz not null,
  updated_by uuid references person (id),
  primary key (owner_id, recipient_id)
);
comment on table questionnaire_draft is 'class: tenant; answers to a questionnaire as they are typed';
