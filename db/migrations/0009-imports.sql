create table import_run (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  format text not null,
  target_id uuid,
  file_name text not null,
  bytes bigint not null default 0,
  -- SHA-256 of what was sent; the bytes are a stored file of the owner.
  digest text,
  options jsonb not null default '{}',
  state text not null check (state in ('received', 'running', 'done', 'failed')),
  rows_read bigint not null default 0,
  rows_accepted bigint not null default 0,
  rows_unchanged bigint not null default 0,
  rows_refused bigint not null default 0,
  failure text,
  person_id uuid,
  principal jsonb not null default '{}',
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (owner_id, id)
);
comment on table import_run is 'class: tenant; imports with their progress and report';

create table import_fault (
  owner_id uuid not null,
  import_id uuid not null,
  sequence integer not null,
  place jsonb not null,
  code text not null,
  message text not null,
  primary key (owner_id, import_id, sequence),
  foreign key (owner_id, import_id) references import_run (owner_id, id)
);
comment on table import_fault is 'class: tenant; rows that an import refused, each with its place';
