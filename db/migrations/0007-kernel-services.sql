-- What the worker needs beside the state: deliveries of events, progress of jobs, mails, stored files, retries of deadlines.
create table outbox_delivery (
  owner_id uuid not null,
  event_id uuid not null,
  reaction text not null,
  at timestamptz not null,
  primary key (owner_id, event_id, reaction)
);
comment on table outbox_delivery is 'class: tenant, append-only; reactions that an event had, written with their effects';

create table outbox_failure (
  owner_id uuid not null,
  event_id uuid not null,
  reaction text not null,
  attempts integer not null,
  last_error text not null,
  next_at timestamptz,
  dead_at timestamptz,
  primary key (owner_id, event_id, reaction)
);
comment on table outbox_failure is 'class: platform; reactions that failed, until they succeed or somebody replays them';
create index outbox_failure_dead on outbox_failure (dead_at) where dead_at is not null;
create index outbox_failure_event on outbox_failure (event_id);

-- Order per record, and the age of what was delivered.
create index outbox_event_record on outbox_event (owner_id, record_id, id) where relayed_at is null;
create index outbox_event_relayed on outbox_event (relayed_at) where relayed_at is not null;

create table job_progress (
  owner_id uuid not null,
  id uuid not null,
  kind text not null,
  person_id uuid,
  done bigint not null default 0,
  total bigint,
  message text,
  updated_at timestamptz not null,
  finished_at timestamptz,
  result jsonb,
  error text,
  primary key (owner_id, id)
);
comment on table job_progress is 'class: tenant; how far long work is, for the people who asked for it';

create table mail (
  id uuid primary key,
  person_id uuid,
  organisation_id uuid,
  to_address text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  label text not null,
  tlp text not null,
  neutral boolean not null,
  delivery text not null check (delivery in ('queued', 'sent', 'failed', 'logged')),
  attempts integer not null default 0,
  next_at timestamptz,
  last_error text,
  message_id text not null unique,
  created_at timestamptz not null,
  sent_at timestamptz
);
comment on table mail is 'class: platform, app inserts; every mail is a row before it is sent';
create index mail_waiting on mail (next_at, id) where delivery = 'queued';
create index mail_person on mail (person_id, id);

create table stored_file (
  owner_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null,
  key_id uuid not null,
  stored_at timestamptz not null,
  primary key (owner_id, sha256)
);
comment on table stored_file is 'class: tenant; bytes kept under owner and hash; never altered';

create table file_key (
  owner_id uuid not null,
  id uuid not null,
  master_key_id text not null,
  wrapped bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (owner_id, id)
);
comment on table file_key is 'class: tenant; data keys of an owner''s files, wrapped by a key outside the database';
create unique index file_key_present on file_key (owner_id) where retired_at is null;

-- A deadline whose action fails is tried again later and later, without holding up the others.
alter table record_deadline add column failures integer not null default 0;
alter table record_deadline add column last_error text;
