-- Accounts, sessions, API tokens, invitations: none of them is content of an organisation, and no request reaches them but through
-- the identity module (database role commonward_system). Secrets are hashes, or sealed with a key that is not in this database.
create table account (
  person_id uuid primary key references person (id),
  -- PHC string: algorithm, parameters, number of the pepper, salt, hash. Absent until the invitation is accepted.
  password_hash text,
  password_changed_at timestamptz,
  totp_secret text,
  -- A secret that was shown and not confirmed yet.
  totp_pending text,
  -- The last 30-second step whose code was used: a code works once.
  totp_last_step bigint,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on table account is 'class: platform; how a person proves who it is';

create table account_session (
  id uuid primary key,
  person_id uuid not null references account (person_id),
  token_hash bytea not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  from_address text not null,
  user_agent text not null
);
comment on table account_session is 'class: platform; sessions of the browser';
create index account_session_person on account_session (person_id, id) where ended_at is null;
create index account_session_expires on account_session (expires_at);

create table api_token (
  id uuid primary key,
  person_id uuid not null references person (id),
  name text not null,
  scopes text[] not null,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  created_by uuid,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  check (cardinality(scopes) > 0),
  check (expires_at <= created_at + interval '366 days')
);
comment on table api_token is 'class: platform; tokens for programs, limited in scope and time';
create index api_token_person on api_token (person_id, id);

create table invitation (
  id uuid primary key,
  person_id uuid not null references person (id),
  token_hash bytea not null unique,
  created_at timestamptz not null,
  created_by uuid,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
comment on table invitation is 'class: platform; one-time links to set a password';
create index invitation_person on invitation (person_id) where accepted_at is null and revoked_at is null;

create table sign_in_throttle (
  -- `account:` and the SHA-256 of the address typed in (known or not), or `address:` and the network address.
  subject text primary key,
  attempts integer not null,
  window_from timestamptz not null,
  blocked_until timestamptz,
  -- Blocks in a row; each lasts twice as long as the one before.
  blocks integer not null
);
comment on table sign_in_throttle is 'class: platform; attempts to sign in, counted over all processes';

create table glass_break (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  requested_by uuid not null references person (id),
  reason text not null,
  hours integer not null check (hours between 1 and 8),
  requested_at timestamptz not null,
  approve_before timestamptz not null,
  approved_by uuid references person (id),
  approved_at timestamptz,
  expires_at timestamptz,
  holding_id uuid,
  primary key (owner_id, id),
  foreign key (owner_id, holding_id) references role_holding (owner_id, id),
  check (approved_by <> requested_by),
  check ((approved_by is null) = (approved_at is null) and (approved_by is null) = (expires_at is null)),
  check (expires_at <= approved_at + interval '8 hours')
);
comment on table glass_break is 'class: tenant; an operator''s temporary sight of an organisation''s content: two persons, a reason, at most 8 hours';
create index glass_break_id on glass_break (id);
