-- Evidence is scanned for malicious code; taking an upload in again gives the same evidence; extracts of incidents cite their evidence.
alter table evidence drop constraint evidence_scan_check;
alter table evidence add constraint evidence_scan_check check (scan in ('not-scanned', 'too-large', 'waiting', 'clean', 'infected'));
alter table evidence add column upload_id uuid;
create unique index evidence_upload on evidence (owner_id, upload_id);
create index upload_progress on upload (owner_id, progress, updated_at);

create table security_event (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "title" text not null,
  "kind" text not null check ("kind" in ('malicious-code', 'other')),
  "at" timestamp with time zone not null,
  "detected_by" text,
  "signature" text,
  "case" uuid,
  "brought_in_by" uuid references organisation (id),
  "sha256" text,
  "description" text,
  "outcome" text check ("outcome" in ('incident', 'no-incident', 'false-alarm')),
  "assessment" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table security_event is 'class: tenant; register security-events';
alter table security_event add foreign key (owner_id, "case") references procedure_case (owner_id, id);
create index on security_event (owner_id, state, id);
create index on security_event (owner_id, "kind", id);
create index on security_event (owner_id, "at", id);
create index on security_event (owner_id, "case", id);
create index on security_event (owner_id, "brought_in_by", id);
create index on security_event (owner_id, "outcome", id);

alter table incident_exhibit add column "file" uuid;
alter table incident_exhibit add column "range_unit" text check ("range_unit" in ('lines', 'bytes'));
alter table incident_exhibit add column "range_from" integer;
alter table incident_exhibit add column "range_to" integer;
alter table incident_exhibit add foreign key (owner_id, "file") references evidence (owner_id, id);
create index on incident_exhibit (owner_id, "file", id);
