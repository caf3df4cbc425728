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
