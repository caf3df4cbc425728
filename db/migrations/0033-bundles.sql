-- Signed bundles between installations: what went, what came in, and the cases of others that they brought.
create table bundle_export (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  -- The same for every revision of one case for one recipient.
  bundle_id uuid not null,
  case_id uuid not null,
  recipient_id uuid not null references organisation (id),
  revision integer not null,
  content_hash text not null,
  at timestamptz not null,
  person_id uuid references person (id),
  primary key (owner_id, id)
);
comment on table bundle_export is 'class: tenant, append-only; bundles that left the installation: which case, for whom, in which revision';
create index bundle_export_case on bundle_export (owner_id, case_id, recipient_id, revision);

create table bundle_intake (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  file_name text not null,
  bytes bigint not null,
  -- Of the archive, kept by this hash until it is imported or discarded.
  sha256 text not null,
  verified boolean not null,
  report jsonb not null,
  -- Files that an import may have put into the store before it ended.
  taken text[] not null default '{}',
  received_at timestamptz not null,
  received_by uuid references person (id),
  primary key (owner_id, id)
);
comment on table bundle_intake is 'class: tenant; bundles that were sent in and wait for somebody to import or discard them';
create index bundle_intake_waiting on bundle_intake (received_at);
create index bundle_intake_file on bundle_intake (owner_id, sha256);

create table foreign_case (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  bundle_id uuid not null,
  sender_id uuid not null references organisation (id),
  -- Whose case it is, as the sender names it.
  case_owner jsonb not null,
  -- The revision that is shown; earlier ones are kept.
  revision integer not null,
  procedure text not null,
  definition_version integer not null,
  reference text not null,
  title text not null,
  state text not null,
  label text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  tlp text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  imported_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (owner_id, id),
  unique (owner_id, sender_id, bundle_id)
);
comment on table foreign_case is 'class: tenant; cases of other installations, to be read: they do not run here';
create index foreign_case_procedure on foreign_case (owner_id, procedure, id);

create table foreign_case_revision (
  owner_id uuid not null,
  foreign_case_id uuid not null,
  revision integer not null,
  content_hash text not null,
  -- The signed bytes, and who signed them.
  manifest text not null,
  signature jsonb not null,
  fingerprint text not null,
  installation_id uuid not null,
  bundle_sha256 text not null,
  imported_at timestamptz not null,
  imported_by uuid references person (id),
  primary key (owner_id, foreign_case_id, revision),
  foreign key (owner_id, foreign_case_id) references foreign_case (owner_id, id)
);
comment on table foreign_case_revision is 'class: tenant, append-only; each imported revision of a case of another installation, with its signed manifest';

create table foreign_case_part (
  owner_id uuid not null,
  foreign_case_id uuid not null,
  revision integer not null,
  path text not null,
  sha256 text not null,
  bytes bigint not null,
  items integer,
  primary key (owner_id, foreign_case_id, revision, path),
  foreign key (owner_id, foreign_case_id, revision) references foreign_case_revision (owner_id, foreign_case_id, revision)
);
comment on table foreign_case_part is 'class: tenant, append-only; parts of an imported revision, whose bytes are kept by hash as they were signed';
create index foreign_case_part_file on foreign_case_part (owner_id, sha256);

create table foreign_case_item (
  owner_id uuid not null,
  foreign_case_id uuid not null,
  revision integer not null,
  path text not null,
  position integer not null,
  body jsonb not null,
  primary key (owner_id, foreign_case_id, revision, path, position),
  foreign key (owner_id, foreign_case_id, revision) references foreign_case_revision (owner_id, foreign_case_id, revision)
);
comment on table foreign_case_item is 'class: tenant, append-only; objects of an imported revision: records, requests, evidence, documents, entries of the trail';

create table foreign_case_link (
  owner_id uuid not null,
  foreign_case_id uuid not null,
  case_id uuid not null,
  at timestamptz not null,
  person_id uuid references person (id),
  primary key (owner_id, foreign_case_id, case_id),
  foreign key (owner_id, foreign_case_id) references foreign_case (owner_id, id),
  foreign key (owner_id, case_id) references procedure_case (owner_id, id)
);
comment on table foreign_case_link is 'class: tenant; own cases that a case of another installation belongs with';
create index foreign_case_link_case on foreign_case_link (owner_id, case_id);

create table known_installation (
  "id" uuid not null primary key,
  "state" text not null,
  "name" text not null,
  "organisations" uuid[] not null,
  "public_key" text not null,
  "fingerprint" text,
  "contact" text,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  unique ("fingerprint")
);
comment on table known_installation is 'class: shared; register known-installations';
create index on known_installation (state, id);
create index on known_installation ("name", id);
create index on known_installation ("fingerprint", id);
