-- Roles, the scope of a transaction, and the organisations and people that everything else names.
-- The roles belong to the whole server, so another database of the same server may have made them already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'commonward_app') then
    create role commonward_app nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'commonward_system') then
    create role commonward_system nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;

grant commonward_app, commonward_system to current_user;

create schema access;
grant usage on schema access to commonward_app, commonward_system;

-- SET LOCAL and not set_config: the former reaches the workers of a distributed database.
create function access.set_context(scope text, person text) returns void
language plpgsql as $$
begin
  execute format('set local commonward.scope = %L', scope);
  execute format('set local commonward.person = %L', person);
end $$;

create function access.scope() returns uuid[]
language sql stable parallel safe as $$
  select coalesce(nullif(current_setting('commonward.scope', true), ''), '{}')::uuid[]
$$;

create function access.person() returns uuid
language sql stable parallel safe as $$
  select nullif(current_setting('commonward.person', true), '')::uuid
$$;

grant execute on all functions in schema access to commonward_app, commonward_system;

create table organisation (
  id uuid primary key,
  kind text not null check (kind in ('central-body', 'contractor', 'national-administration', 'third-party', 'telecom-operator')),
  code text not null unique,
  name text not null,
  country text,
  parent_id uuid references organisation (id),
  valid_from date not null,
  valid_to date,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid
);
comment on table organisation is 'class: shared; parties of the Security Plan and operators of X.1052';
create index organisation_parent on organisation (parent_id);

create table person (
  id uuid primary key,
  organisation_id uuid not null references organisation (id),
  name text not null,
  email text not null,
  external boolean not null default false,
  locale text not null default 'en' check (locale in ('en', 'fr', 'de')),
  ended_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid
);
comment on table person is 'class: shared; people of the organisations, named in trails and cases';
create unique index person_email on person (lower(email));
create index person_organisation on person (organisation_id, name, id);

create table role_holding (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  person_id uuid not null references person (id),
  role text not null,
  system_id uuid,
  case_id uuid,
  valid_from timestamptz not null,
  valid_to timestamptz,
  acknowledged_at timestamptz,
  -- A substitute holds the role in place of this person, a delegate on behalf of this person inside one case.
  kind text not null default 'holder' check (kind in ('holder', 'substitute', 'delegate')),
  for_person_id uuid references person (id),
  granted_by uuid,
  reason text,
  label text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  tlp text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  audience uuid[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (owner_id, id),
  check (kind = 'holder' or for_person_id is not null),
  check (kind <> 'delegate' or (case_id is not null and valid_to is not null))
);
comment on table role_holding is 'class: tenant; a role held by a person in an organisation, for a scope and a period';
create index role_holding_person on role_holding (person_id, valid_to);
create index role_holding_role on role_holding (owner_id, role);

-- What another organisation's record shows to one: the recipient's own list, written by the commands of sharing only.
create table shared_with_me (
  owner_id uuid not null,
  kind text not null,
  sort_key text not null,
  record_id uuid not null,
  record_owner_id uuid not null,
  since timestamptz not null,
  primary key (owner_id, kind, sort_key, record_id)
);
comment on table shared_with_me is 'class: tenant-inbox; records of other owners that this organisation may see; owner_id is the recipient';
create index shared_with_me_record on shared_with_me (owner_id, record_id);

create table audience_entry (
  owner_id uuid not null,
  id uuid not null,
  kind text not null,
  record_id uuid not null,
  organisation_id uuid not null references organisation (id),
  reason text not null check (reason in ('party', 'distribution', 'terms', 'decision', 'hand-off', 'subscription', 'request')),
  detail jsonb not null default '{}',
  since timestamptz not null,
  until timestamptz,
  primary key (owner_id, id)
);
comment on table audience_entry is 'class: tenant; why an organisation may see a record';
create index audience_entry_record on audience_entry (owner_id, record_id, organisation_id);
