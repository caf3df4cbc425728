-- Messages of the mailbox folder: what became of each, written with its effects, and those that could not be read yet.
create table incoming_mail (
  id uuid primary key,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  message_id text,
  from_address text,
  from_name text,
  to_addresses text[] not null,
  file_name text not null,
  bytes integer not null,
  sent_at timestamptz,
  received_at timestamptz not null,
  read_at timestamptz not null,
  outcome text not null check (outcome in ('taken', 'refused', 'ignored', 'failed')),
  reader text,
  -- A word for programs, and a sentence for people; neither tells what the message says.
  reason text,
  detail text,
  record_owner_id uuid,
  record_kind text,
  record_id uuid,
  reference text
);
comment on table incoming_mail is 'class: platform, app inserts; what became of each message of the mailbox folder';
-- Once for good; what could not be read is read again when somebody puts it back.
create unique index incoming_mail_digest on incoming_mail (digest) where outcome <> 'failed';
create index incoming_mail_outcome on incoming_mail (outcome, id);
create index incoming_mail_message on incoming_mail (message_id) where outcome = 'taken';

create table incoming_mail_failure (
  file_name text primary key,
  attempts integer not null,
  last_error text not null,
  next_at timestamptz not null,
  failed_at timestamptz not null
);
comment on table incoming_mail_failure is 'class: platform; messages whose reading failed and is tried again';

-- Links that acknowledge one request once, for one person; the link itself is never stored.
create table acknowledgement_link (
  owner_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  recipient_id uuid not null,
  person_id uuid not null references person (id),
  token_hash bytea not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (owner_id, id),
  foreign key (owner_id, recipient_id) references request_recipient (owner_id, id)
);
comment on table acknowledgement_link is 'class: tenant; one-time links in the mails of urgent requests';
-- Whoever opens a link says its id, not whose it is.
create index acknowledgement_link_id on acknowledgement_link (id);
create index acknowledgement_link_recipient on acknowledgement_link (owner_id, recipient_id);
create index acknowledgement_link_person on acknowledgement_link (person_id);
alter table mail add column one_time_link jsonb;
-- Written before a mail is handed over: one that is found so again may have arrived already, and is sent with the same Message-ID.
alter table mail add column begun_at timestamptz;
alter table mail add column unanswered integer not null default 0;
create index mail_failed on mail (created_at) where delivery = 'failed';
create index incoming_mail_troubled on incoming_mail (read_at) where outcome in ('refused', 'failed');

-- Messages to the address for incidents: what became of them, and those that a person has to look at.
create table incident_mail (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "state" text not null,
  "subject" text,
  "from" text,
  "from_name" text,
  "because" text check ("because" in ('unknown-sender', 'unverified-sender', 'no-role', 'refused')),
  "refusal" text,
  "sent_at" timestamp with time zone,
  "received_at" timestamp with time zone,
  "ticket" text,
  "incident" uuid,
  "text" text,
  "message_id" text,
  "sha256" text,
  "bytes" integer,
  "desk" uuid references organisation (id),
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table incident_mail is 'class: tenant; register incident-mails';
alter table incident_mail add foreign key (owner_id, "incident") references procedure_case (owner_id, id);
create index on incident_mail (owner_id, state, id);
create index on incident_mail (owner_id, "because", id);
create index on incident_mail (owner_id, "received_at", id);
create index on incident_mail (owner_id, "incident", id);
create index on incident_mail (owner_id, "desk", id);
