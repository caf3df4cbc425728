-- Evidence with custody, and the uploads that it comes in by.
create table upload (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  case_id uuid not null,
  -- Of a recipient who answers; null for who acts in the case itself.
  recipient_id uuid,
  organisation_id uuid not null references organisation (id),
  file_name text not null,
  media_type text not null,
  bytes bigint not null,
  -- As computed where it was sent.
  sha256 text not null,
  -- Bytes of each part that was kept, in order.
  parts bigint[] not null default '{}',
  received bigint not null default 0,
  progress text not null default 'receiving' check (progress in ('receiving', 'taken-in', 'refused')),
  audience uuid[] not null default '{}',
  created_at timestamptz not null,
  created_by uuid not null references person (id),
  updated_at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, case_id) references procedure_case (owner_id, id)
);
comment on table upload is 'class: tenant; a file on its way in, resumable at the byte';
create index upload_case on upload (owner_id, case_id);

create table evidence (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  case_id uuid not null,
  reference text not null,
  kind text not null,
  title text not null,
  file_name text not null,
  media_type text not null,
  bytes bigint not null,
  sha256 text not null,
  collected_by text not null,
  collected_at timestamptz not null,
  collected_where text,
  method text,
  scan text not null check (scan in ('not-scanned', 'clean')),
  -- Who gave it, and in answer to what.
  contributor_id uuid not null references organisation (id),
  recipient_id uuid,
  -- In whose hands it is.
  holder_id uuid not null references organisation (id),
  held boolean not null default false,
  retained_until timestamptz not null,
  state text not null,
  label text not null,
  tlp text not null,
  audience uuid[] not null default '{}',
  version integer not null default 1,
  received_at timestamptz not null,
  received_by uuid references person (id),
  updated_at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, case_id) references procedure_case (owner_id, id)
);
comment on table evidence is 'class: tenant; evidence of a case: bytes by hash, who collected it when and how, in whose hands it is';
create index evidence_case on evidence (owner_id, case_id, id);
create index evidence_file on evidence (owner_id, sha256);

create table custody_entry (
  owner_id uuid not null,
  evidence_id uuid not null,
  id uuid not null,
  act text not null,
  person_id uuid references person (id),
  on_behalf_of uuid references person (id),
  organisation_id uuid references organisation (id),
  sha256 text not null,
  detail jsonb not null default '{}',
  at timestamptz not null,
  audience uuid[] not null default '{}',
  primary key (owner_id, evidence_id, id),
  foreign key (owner_id, evidence_id) references evidence (owner_id, id)
);
comment on table custody_entry is 'class: tenant, append-only; every hand that evidence went through';
