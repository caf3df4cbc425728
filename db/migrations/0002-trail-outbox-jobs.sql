-- What one transaction leaves beside the state: trail entry, events for other areas, requests for jobs.
create table trail_entry (
  owner_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  person_id uuid,
  on_behalf_of uuid,
  via text not null,
  action text not null,
  kind text not null,
  record_id uuid not null,
  record_version integer not null,
  header jsonb not null,
  details jsonb,
  salt text,
  from_address text,
  primary key (owner_id, id)
);
comment on table trail_entry is 'class: tenant, append-only; one entry a change';
create index trail_entry_record on trail_entry (owner_id, record_id, id);

create table trail_pending (
  owner_id uuid not null,
  id uuid not null,
  primary key (owner_id, id)
);
comment on table trail_pending is 'class: tenant; entries that the sealer has not taken yet';

create table outbox_event (
  owner_id uuid not null,
  id uuid not null,
  name text not null,
  record_id uuid not null,
  payload jsonb not null,
  at timestamptz not null,
  actor jsonb not null,
  relayed_at timestamptz,
  primary key (owner_id, id)
);
comment on table outbox_event is 'class: tenant; events waiting for their reactions';
create index outbox_event_waiting on outbox_event (id) where relayed_at is null;

create table job_request (
  id uuid primary key,
  kind text not null,
  payload jsonb not null,
  start_after timestamptz,
  singleton_key text,
  at timestamptz not null
);
comment on table job_request is 'class: platform, app inserts; jobs asked for inside a transaction, moved to the queue by the relay';
