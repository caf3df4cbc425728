-- What was shown to an organisation and is shown no longer: the fact stays with it, the content does not.
create table withdrawn_from_me (
  owner_id uuid not null,
  id uuid not null,
  kind text not null,
  record_id uuid not null,
  record_owner_id uuid not null,
  within_id uuid,
  reference text not null default '',
  told_at timestamptz not null,
  ground jsonb not null default '{}',
  withdrawn_at timestamptz not null,
  because text not null,
  primary key (owner_id, id)
);
comment on table withdrawn_from_me is 'class: tenant-inbox; what other owners showed to this organisation and withdrew; owner_id is the recipient, no content';
create index withdrawn_from_me_record on withdrawn_from_me (owner_id, record_id, withdrawn_at);
