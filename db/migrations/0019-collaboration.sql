-- Reference data of the programme, and the Terms of Collaboration.
create table business_thread (
  "id" uuid not null primary key,
  "code" text not null,
  "name" text not null,
  "name_fr" text,
  "name_de" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("code")
);
comment on table business_thread is 'class: shared; register business-threads';
create index on business_thread ("code", id);
create index on business_thread ("name", id);

create table user_community (
  "id" uuid not null primary key,
  "code" text not null,
  "name" text not null,
  "threads" uuid[] not null,
  "systems" uuid[],
  "description" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("code")
);
comment on table user_community is 'class: shared; register user-communities';
create index on user_community ("code", id);
create index on user_community ("name", id);
create index on user_community using gin ("threads");
create index on user_community using gin ("systems");

create table membership (
  "id" uuid not null primary key,
  "country" text not null,
  "name" text not null,
  "kind" text not null check ("kind" in ('eu-member-state', 'former-member-state', 'special', 'ctc-and-security-agreement', 'ctc', 'ctc-via-switzerland', 'customs-union', 'observer')),
  "valid_from" date,
  "valid_to" date,
  "alt_code" text,
  "alt_code_use" text,
  "domains" text[],
  "footnote" text,
  "source" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("country", "kind", "valid_from")
);
comment on table membership is 'class: shared; register memberships';
create index on membership ("country", id);
create index on membership ("name", id);
create index on membership ("kind", id);
create index on membership ("valid_from", id);

create table common_standard (
  "id" uuid not null primary key,
  "code" text not null,
  "title" text not null,
  "kind" text not null check ("kind" in ('standard', 'policy')),
  "reference" text,
  "issuer" text,
  "edition" text not null,
  "effective_from" date not null,
  "effective_to" date,
  "domain" text check ("domain" in ('common', 'local')),
  "threads" uuid[],
  "controls" uuid[],
  "summary" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("code")
);
comment on table common_standard is 'class: shared; register common-standards';
create index on common_standard ("code", id);
create index on common_standard ("title", id);
create index on common_standard ("kind", id);
create index on common_standard ("effective_from", id);
create index on common_standard ("domain", id);

create table reference_change (
  "id" uuid not null primary key,
  "subject" text not null,
  "subject_kind" text not null check ("subject_kind" in ('common-standards', 'systems')),
  "standard_id" uuid references common_standard (id),
  "system_id" uuid references system (id),
  "act" text not null check ("act" in ('entered', 'changed', 'ended')),
  "changed_fields" text[],
  "edition" text,
  "at" timestamp with time zone not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid
);
comment on table reference_change is 'class: shared; register reference-changes';
create index on reference_change ("subject_kind", id);
create index on reference_change ("standard_id", id);
create index on reference_change ("system_id", id);
create index on reference_change ("act", id);
create index on reference_change ("at", id);

create table control (
  "id" uuid not null primary key,
  "number" text not null,
  "position" integer not null,
  "title" text not null,
  "set" text not null check ("set" in ('core', 'telecom')),
  "clause" text not null,
  "clause_title" text not null,
  "objective" text not null,
  "objective_title" text not null,
  "verification" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("number")
);
comment on table control is 'class: shared; register controls';
create index on control ("position", id);
create index on control ("title", id);
create index on control ("set", id);
create index on control ("clause", id);
create index on control ("objective", id);

create table control_mapping (
  "id" uuid not null primary key,
  "control_id" uuid not null references control (id),
  "management_area" text not null check ("management_area" in ('policy', 'risk', 'organisation', 'assets', 'acquisition', 'early-warning', 'configuration', 'patch', 'change', 'interconnection', 'remote-access', 'antivirus', 'data-leakage', 'incidents')),
  "table_number" integer,
  "x1052_clause" text,
  "reference" text not null,
  "reference_title" text not null,
  "editorial" boolean not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("management_area", "control_id", "reference")
);
comment on table control_mapping is 'class: shared; register control-mappings';
create index on control_mapping ("control_id", id);
create index on control_mapping ("management_area", id);
create index on control_mapping ("table_number", id);

create table terms_clause (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "number" text not null,
  "position" integer not null,
  "part" text not null check ("part" in ('roles', 'sla', 'plans', 'risk-management', 'security-controls', 'awareness', 'best-practice')),
  "title" text not null,
  "text" text not null,
  "standard" uuid references common_standard (id),
  "responsible" text[] check ("responsible" <@ array['central-body', 'liso', 'contractor', 'npm', 'niso', 'lsa']::text[]),
  "accountable" text[] check ("accountable" <@ array['central-body', 'liso', 'contractor', 'npm', 'niso', 'lsa']::text[]),
  "consulted" text[] check ("consulted" <@ array['central-body', 'liso', 'contractor', 'npm', 'niso', 'lsa']::text[]),
  "informed" text[] check ("informed" <@ array['central-body', 'liso', 'contractor', 'npm', 'niso', 'lsa']::text[]),
  "rule_kind" text check ("rule_kind" in ('tells', 'evidence', 'ceiling', 'deadline', 'contact')),
  "ruling" text check ("ruling" in ('allow', 'forbid')),
  "event" text check ("event" in ('incident-common-domain', 'early-warning', 'mission-findings')),
  "evidence" text[] check ("evidence" <@ array['log', 'e-mail', 'interview-minutes', 'questionnaire', 'screenshot', 'image', 'configuration', 'other']::text[]),
  "from_kind" text check ("from_kind" in ('any', 'central-body', 'contractor', 'national-administration')),
  "from_organisations" uuid[],
  "to_kind" text check ("to_kind" in ('any', 'central-body', 'contractor', 'national-administration')),
  "to_organisations" uuid[],
  "maximum_tlp" text check ("maximum_tlp" in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "maximum_label" text check ("maximum_label" in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "timed_act" text check ("timed_act" in ('evidence-answer', 'incident-notice', 'acknowledgement')),
  "urgency" text check ("urgency" in ('normal', 'urgent')),
  "within" text,
  "contact_role" text,
  "contact_hours" text check ("contact_hours" in ('office-hours', 'around-the-clock')),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table terms_clause is 'class: tenant; register terms-clauses';
alter table terms_clause add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on terms_clause (owner_id, case_id);
create index on terms_clause (owner_id, "position", id);
create index on terms_clause (owner_id, "part", id);
create index on terms_clause (owner_id, "standard", id);
create index on terms_clause (owner_id, "rule_kind", id);

create table clause_comment (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "clause_number" text not null,
  "terms_clause" uuid,
  "organisation" uuid not null references organisation (id),
  "kind" text not null check ("kind" in ('comment', 'objection')),
  "revision" integer not null,
  "text" text not null,
  "by" uuid not null references person (id),
  "answer" text,
  "answered_by" uuid references person (id),
  "answered_at" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table clause_comment is 'class: tenant; register clause-comments';
alter table clause_comment add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table clause_comment add foreign key (owner_id, "terms_clause") references terms_clause (owner_id, id);
create index on clause_comment (owner_id, case_id);
create index on clause_comment (owner_id, state, id);
create index on clause_comment (owner_id, "clause_number", id);
create index on clause_comment (owner_id, "terms_clause", id);
create index on clause_comment (owner_id, "organisation", id);
create index on clause_comment (owner_id, "kind", id);
create index on clause_comment (owner_id, "by", id);
create index on clause_comment (owner_id, "answered_by", id);

create table clause_assessment (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "clause_number" text not null,
  "terms_clause" uuid not null,
  "against" text not null check ("against" in ('administration', 'sla-to-central', 'sla-from-central')),
  "organisation" uuid not null references organisation (id),
  "status" text not null check ("status" in ('compliant', 'partly', 'not-compliant', 'not-applicable')),
  "statement" text,
  "at" timestamp with time zone not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table clause_assessment is 'class: tenant; register clause-assessments';
alter table clause_assessment add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table clause_assessment add foreign key (owner_id, "terms_clause") references terms_clause (owner_id, id);
create index on clause_assessment (owner_id, case_id);
create index on clause_assessment (owner_id, "clause_number", id);
create index on clause_assessment (owner_id, "terms_clause", id);
create index on clause_assessment (owner_id, "against", id);
create index on clause_assessment (owner_id, "organisation", id);
create index on clause_assessment (owner_id, "status", id);
create index on clause_assessment (owner_id, "at", id);

create table terms_plan (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "domain" text not null check ("domain" in ('common', 'local')),
  "organisation" uuid not null references organisation (id),
  "plan" text not null check ("plan" in ('capacity', 'continuity', 'availability', 'security')),
  "title" text not null,
  "edition" text not null,
  "valid_from" date not null,
  "valid_to" date not null,
  "place" text not null,
  "answers" text,
  "at" timestamp with time zone not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table terms_plan is 'class: tenant; register terms-plans';
alter table terms_plan add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on terms_plan (owner_id, case_id);
create index on terms_plan (owner_id, "domain", id);
create index on terms_plan (owner_id, "organisation", id);
create index on terms_plan (owner_id, "plan", id);
create index on terms_plan (owner_id, "title", id);
create index on terms_plan (owner_id, "at", id);

create table terms_participant (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "name" text not null,
  "organisation" uuid not null references organisation (id),
  "plans_waived" text,
  "agreement_waived" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table terms_participant is 'class: tenant; register terms-participants';
alter table terms_participant add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on terms_participant (owner_id, case_id);
create index on terms_participant (owner_id, state, id);
create index on terms_participant (owner_id, "name", id);
create index on terms_participant (owner_id, "organisation", id);

create table expert_contribution (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "subject" text not null,
  "contribution" text not null,
  "concerns" uuid,
  "expert" text,
  "by" uuid not null references person (id),
  "at" timestamp with time zone not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table expert_contribution is 'class: tenant; register expert-contributions';
alter table expert_contribution add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table expert_contribution add foreign key (owner_id, "concerns") references terms_clause (owner_id, id);
create index on expert_contribution (owner_id, case_id);
create index on expert_contribution (owner_id, "concerns", id);
create index on expert_contribution (owner_id, "by", id);
create index on expert_contribution (owner_id, "at", id);

create table terms_version (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "reference" text not null,
  "revision" integer not null,
  "title" text not null,
  "communities" uuid[] not null,
  "threads" uuid[] not null,
  "member_states" uuid[] not null,
  "organisations" uuid[] not null,
  "text_digest" text not null,
  "replaces" uuid,
  "effective_from" timestamp with time zone not null,
  "effective_to" timestamp with time zone,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "reference", "revision")
);
comment on table terms_version is 'class: tenant; register terms-versions';
alter table terms_version add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table terms_version add foreign key (owner_id, "replaces") references terms_version (owner_id, id);
create index on terms_version (owner_id, case_id);
create index on terms_version (owner_id, "reference", id);
create index on terms_version (owner_id, "replaces", id);
create index on terms_version (owner_id, "effective_from", id);
create index on terms_version using gin ("organisations");

create table terms_rule (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "terms_version" uuid not null,
  "number" text not null,
  "position" integer not null,
  "part" text not null check ("part" in ('roles', 'sla', 'plans', 'risk-management', 'security-controls', 'awareness', 'best-practice')),
  "title" text not null,
  "text" text not null,
  "standard" uuid references common_standard (id),
  "responsible" text[] check ("responsible" <@ array['central-body', 'liso', 'contractor', 'npm', 'niso', 'lsa']::text[]),
  "accountable" text[] check ("accountable" <@ array['central-body', 'liso', 'contractor', 'npm', 'niso', 'lsa']::text[]),
  "consulted" text[] check ("consulted" <@ array['central-body', 'liso', 'contractor', 'npm', 'niso', 'lsa']::text[]),
  "informed" text[] check ("informed" <@ array['central-body', 'liso', 'contractor', 'npm', 'niso', 'lsa']::text[]),
  "rule_kind" text check ("rule_kind" in ('tells', 'evidence', 'ceiling', 'deadline', 'contact')),
  "ruling" text check ("ruling" in ('allow', 'forbid')),
  "event" text check ("event" in ('incident-common-domain', 'early-warning', 'mission-findings')),
  "evidence" text[] check ("evidence" <@ array['log', 'e-mail', 'interview-minutes', 'questionnaire', 'screenshot', 'image', 'configuration', 'other']::text[]),
  "from_kind" text check ("from_kind" in ('any', 'central-body', 'contractor', 'national-administration')),
  "from_organisations" uuid[],
  "to_kind" text check ("to_kind" in ('any', 'central-body', 'contractor', 'national-administration')),
  "to_organisations" uuid[],
  "maximum_tlp" text check ("maximum_tlp" in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "maximum_label" text check ("maximum_label" in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "timed_act" text check ("timed_act" in ('evidence-answer', 'incident-notice', 'acknowledgement')),
  "urgency" text check ("urgency" in ('normal', 'urgent')),
  "within" text,
  "contact_role" text,
  "contact_hours" text check ("contact_hours" in ('office-hours', 'around-the-clock')),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id),
  unique (owner_id, "terms_version", "number")
);
comment on table terms_rule is 'class: tenant; register terms-rules';
alter table terms_rule add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
alter table terms_rule add foreign key (owner_id, "terms_version") references terms_version (owner_id, id);
create index on terms_rule (owner_id, case_id);
create index on terms_rule (owner_id, "terms_version", id);
create index on terms_rule (owner_id, "position", id);
create index on terms_rule (owner_id, "part", id);
create index on terms_rule (owner_id, "standard", id);
create index on terms_rule (owner_id, "rule_kind", id);
