-- Requests to many: what a case asks, and each recipient with its own life.
create table request (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  case_id uuid not null,
  procedure text not null,
  kind text not null,
  -- Number of the case and of the request in it (`IC-2026-0003/2`).
  reference text not null,
  subject text not null,
  text text not null,
  urgency text not null,
  -- Asked for by this instant instead of what the urgency says.
  due_at timestamptz,
  fields jsonb not null default '{}',
  hidden boolean not null,
  label text not null,
  tlp text not null,
  audience uuid[] not null default '{}',
  sent_at timestamptz not null,
  sent_by uuid references person (id),
  sender_id uuid not null references organisation (id),
  primary key (owner_id, id),
  foreign key (owner_id, case_id) references procedure_case (owner_id, id)
);
comment on table request is 'class: tenant; what a case asks of many at once';
create index request_case on request (owner_id, case_id, id);

create table request_recipient (
  owner_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  case_id uuid not null,
  kind text not null,
  organisation_id uuid not null references organisation (id),
  role text not null,
  -- Asked by name; otherwise any holder of the role.
  person_id uuid references person (id),
  state text not null,
  -- Not through yet: an answer is owed, or the sender has to decide about it.
  open boolean not null,
  answer jsonb,
  comment text,
  due_at timestamptz,
  seen_at timestamptz,
  acknowledged_at timestamptz,
  answered_at timestamptz,
  answered_by uuid references person (id),
  audience uuid[] not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (owner_id, id),
  foreign key (owner_id, request_id) references request (owner_id, id)
);
comment on table request_recipient is 'class: tenant; one recipient of a request, with its own life';
create index request_recipient_request on request_recipient (owner_id, request_id);
create index request_recipient_case on request_recipient (owner_id, case_id, kind) where open;
create index request_recipient_waiting on request_recipient (owner_id, organisation_id, role) where open;

create table request_step (
  owner_id uuid not null,
  recipient_id uuid not null,
  id uuid not null,
  action text not null,
  person_id uuid references person (id),
  on_behalf_of uuid references person (id),
  organisation_id uuid references organisation (id),
  from_state text not null,
  to_state text not null,
  comment text,
  at timestamptz not null,
  audience uuid[] not null default '{}',
  primary key (owner_id, recipient_id, id),
  foreign key (owner_id, recipient_id) references request_recipient (owner_id, id)
);
comment on table request_step is 'class: tenant, append-only; what was done by and for a recipient';
