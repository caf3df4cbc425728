create table incident_timeline (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "at" timestamp with time zone not null,
  "zone" text not null,
  "phase" text not null check ("phase" in ('detection', 'registration', 'resolution', 'recovery', 'closure')),
  "event" text not null,
  "source" text,
  "contributed_by" uuid references organisation (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table incident_timeline is 'class: tenant; register incident-timeline';
alter table incident_timeline add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on incident_timeline (owner_id, case_id);
create index on incident_timeline (owner_id, "at", id);
create index on incident_timeline (owner_id, "phase", id);
create index on incident_timeline (owner_id, "contributed_by", id);

create table incident_exhibit (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "kind" text not null check ("kind" in ('e-mail', 'log', 'other')),
  "at" timestamp with time zone not null,
  "from" text not null,
  "subject" text not null,
  "excerpt" text not null,
  "analysis" text,
  "answer_of" text,
  "contributed_by" uuid references organisation (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table incident_exhibit is 'class: tenant; register incident-exhibits';
alter table incident_exhibit add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on incident_exhibit (owner_id, case_id);
create index on incident_exhibit (owner_id, "kind", id);
create index on incident_exhibit (owner_id, "at", id);
create index on incident_exhibit (owner_id, "contributed_by", id);

create table incident_liaison (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "at" timestamp with time zone not null,
  "from" uuid not null references organisation (id),
  "with" uuid not null references organisation (id),
  "subject" text not null,
  "text" text not null,
  "agreed" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table incident_liaison is 'class: tenant; register incident-liaison';
alter table incident_liaison add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on incident_liaison (owner_id, case_id);
create index on incident_liaison (owner_id, "at", id);
create index on incident_liaison (owner_id, "from", id);
create index on incident_liaison (owner_id, "with", id);

create table affected_system (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "system" uuid not null references system (id),
  "level" text not null check ("level" in ('MODERATE', 'CRITICAL', 'STRATEGIC')),
  "services" text,
  "confidentiality" text not null check ("confidentiality" in ('NONE', 'LIMITED', 'SIGNIFICANT')),
  "integrity" text not null check ("integrity" in ('NONE', 'LIMITED', 'SIGNIFICANT')),
  "availability" text not null check ("availability" in ('NONE', 'LIMITED', 'SIGNIFICANT')),
  "criteria" text[] check ("criteria" <@ array['exchange-stopped', 'many-users', 'no-workaround', 'long-outage', 'legal-time-limits', 'data-wrong-or-lost', 'other']::text[]),
  "judgement" text,
  "assessed_at" timestamp with time zone not null,
  "assessed_by" uuid references person (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table affected_system is 'class: tenant; register affected-systems';
alter table affected_system add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on affected_system (owner_id, case_id);
create index on affected_system (owner_id, "name", id);
create index on affected_system (owner_id, "system", id);
create index on affected_system (owner_id, "assessed_by", id);

create table affected_information (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "name" text not null,
  "information_label" text not null check ("information_label" in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "confidentiality" text not null check ("confidentiality" in ('NONE', 'LIMITED', 'SIGNIFICANT')),
  "integrity" text not null check ("integrity" in ('NONE', 'LIMITED', 'SIGNIFICANT')),
  "availability" text not null check ("availability" in ('NONE', 'LIMITED', 'SIGNIFICANT')),
  "criteria" text[] check ("criteria" <@ array['exchange-stopped', 'many-users', 'no-workaround', 'long-outage', 'legal-time-limits', 'data-wrong-or-lost', 'other']::text[]),
  "judgement" text,
  "assessed_at" timestamp with time zone not null,
  "assessed_by" uuid references person (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table affected_information is 'class: tenant; register affected-information';
alter table affected_information add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on affected_information (owner_id, case_id);
create index on affected_information (owner_id, "name", id);
create index on affected_information (owner_id, "assessed_by", id);

create table impact_decision (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "decided_by" text not null,
  "decided_at" timestamp with time zone not null,
  "outcome" text not null check ("outcome" in ('high', 'low')),
  "because" text not null check ("because" in ('inputs', 'raised', 'lowered')),
  "met" jsonb,
  "systems" jsonb,
  "information" jsonb,
  "rationale" text,
  "person" uuid references person (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table impact_decision is 'class: tenant; register impact-decisions';
alter table impact_decision add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on impact_decision (owner_id, case_id);
create index on impact_decision (owner_id, "decided_at", id);
create index on impact_decision (owner_id, "outcome", id);
create index on impact_decision (owner_id, "person", id);

create table incident_analysis (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "kind" text not null check ("kind" in ('report', 'inconsistent', 'consistent')),
  "text" text not null,
  "at" timestamp with time zone not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table incident_analysis is 'class: tenant; register incident-analyses';
alter table incident_analysis add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on incident_analysis (owner_id, case_id);
create index on incident_analysis (owner_id, "kind", id);
create index on incident_analysis (owner_id, "at", id);

create table incident_gap (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "policy" text not null,
  "deviation" text not null,
  "consequence" text,
  "requirement" text not null,
  "handed_over_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table incident_gap is 'class: tenant; register incident-gaps';
alter table incident_gap add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on incident_gap (owner_id, case_id);
create index on incident_gap (owner_id, "policy", id);
create index on incident_gap (owner_id, "handed_over_at", id);

create table incident_recommendation (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "title" text not null,
  "text" text not null,
  "goes_to" text not null check ("goes_to" in ('improvement', 'change', 'configuration', 'policy')),
  "urgency" text not null check ("urgency" in ('immediate', 'high', 'normal')),
  "handed_over_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table incident_recommendation is 'class: tenant; register incident-recommendations';
alter table incident_recommendation add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on incident_recommendation (owner_id, case_id);
create index on incident_recommendation (owner_id, "title", id);
create index on incident_recommendation (owner_id, "goes_to", id);
create index on incident_recommendation (owner_id, "urgency", id);
create index on incident_recommendation (owner_id, "handed_over_at", id);

create table incident_finding (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "kind" text not null check ("kind" in ('root-cause', 'related-issue', 'lesson', 'action-taken')),
  "text" text not null,
  "at" timestamp with time zone not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table incident_finding is 'class: tenant; register incident-findings';
alter table incident_finding add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on incident_finding (owner_id, case_id);
create index on incident_finding (owner_id, "kind", id);
create index on incident_finding (owner_id, "at", id);
