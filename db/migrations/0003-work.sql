-- Cases of every procedure in one typed table, and what hangs on a case.
create table procedure_definition (
  procedure text not null,
  version integer not null,
  hash text not null,
  definition jsonb not null,
  first_seen_at timestamptz not null,
  primary key (procedure, version)
);
comment on table procedure_definition is 'class: shared; each definition version as canonical JSON with its hash';

create table procedure_case (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  procedure text not null,
  definition_version integer not null,
  reference text not null,
  title text not null,
  state text not null,
  label text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  tlp text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  audience uuid[] not null default '{}',
  fields jsonb not null default '{}',
  due_at timestamptz,
  opened_at timestamptz not null,
  opened_by uuid,
  closed_at timestamptz,
  outcome text check (outcome in ('achieved', 'not-achieved')),
  version integer not null default 1,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (owner_id, id),
  unique (owner_id, reference)
);
comment on table procedure_case is 'class: tenant; one case of one procedure';
create index procedure_case_by_procedure on procedure_case (owner_id, procedure, id);
create index procedure_case_by_state on procedure_case (owner_id, procedure, state, id);
create index procedure_case_open_due on procedure_case (owner_id, due_at, id) where closed_at is null;

create table case_reference_counter (
  owner_id uuid not null,
  procedure text not null,
  year integer not null,
  next integer not null,
  primary key (owner_id, procedure, year)
);
comment on table case_reference_counter is 'class: tenant; next number of case references';

create table case_performed (
  owner_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  action text not null,
  person_id uuid,
  on_behalf_of uuid,
  organisation_id uuid,
  from_state text not null,
  to_state text not null,
  at timestamptz not null,
  primary key (owner_id, case_id, id),
  foreign key (owner_id, case_id) references procedure_case (owner_id, id)
);
comment on table case_performed is 'class: tenant, append-only; who performed which action, for segregation of duties and measures';

create table case_party (
  owner_id uuid not null,
  case_id uuid not null,
  organisation_id uuid not null references organisation (id),
  role text not null,
  since timestamptz not null,
  waived_at timestamptz,
  waived_reason text,
  primary key (owner_id, case_id, organisation_id, role),
  foreign key (owner_id, case_id) references procedure_case (owner_id, id)
);
comment on table case_party is 'class: tenant; organisations that take part, with the role they may act in';

create table case_approval (
  owner_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  action text not null,
  person_id uuid not null,
  on_behalf_of uuid,
  organisation_id uuid not null,
  at timestamptz not null,
  hash text not null,
  frozen jsonb not null,
  voided_at timestamptz,
  voided_because jsonb,
  primary key (owner_id, case_id, id),
  foreign key (owner_id, case_id) references procedure_case (owner_id, id)
);
comment on table case_approval is 'class: tenant; approvals bound to the hash and frozen copy of what was approved';

create table task (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  case_id uuid,
  procedure text,
  task text not null,
  -- Who does it: an organisation's holders of a role, or one person of them.
  organisation_id uuid not null references organisation (id),
  role text not null,
  assignee_id uuid references person (id),
  subject text,
  subject_kind text,
  subject_id uuid,
  required boolean not null default true,
  state text not null default 'open' check (state in ('open', 'done', 'cancelled')),
  form jsonb not null default '{}',
  answer jsonb,
  clause text not null,
  due_at timestamptz,
  done_at timestamptz,
  done_by uuid,
  audience uuid[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, case_id) references procedure_case (owner_id, id)
);
comment on table task is 'class: tenant; work for holders of a role: parallel tasks, planned hand-offs, duties, reviews';
create index task_case on task (owner_id, case_id);
create index task_open on task (owner_id, organisation_id, role, due_at, id) where state = 'open';
create index task_subject on task (owner_id, subject_id) where subject_id is not null;

create table hand_off (
  owner_id uuid not null,
  id uuid not null,
  hand_off text not null,
  from_case_id uuid not null,
  from_state text not null,
  to_procedure text not null,
  mandatory boolean not null,
  state text not null check (state in ('offered', 'accepted', 'declined', 'returned', 'merged')),
  outcome text check (outcome in ('achieved', 'not-achieved')),
  title text not null,
  payload jsonb not null,
  payload_hash text not null,
  to_case_id uuid,
  to_task_id uuid,
  reason text,
  return_status jsonb,
  created_at timestamptz not null,
  accepted_at timestamptz,
  returned_at timestamptz,
  version integer not null default 1,
  primary key (owner_id, id),
  unique (owner_id, from_case_id, hand_off, payload_hash),
  foreign key (owner_id, from_case_id) references procedure_case (owner_id, id),
  foreign key (owner_id, to_case_id) references procedure_case (owner_id, id),
  foreign key (owner_id, to_task_id) references task (owner_id, id)
);
comment on table hand_off is 'class: tenant; what one procedure asked of another, with the status that flows back';
create index hand_off_to_case on hand_off (owner_id, to_case_id) where to_case_id is not null;
create index hand_off_to_task on hand_off (owner_id, to_task_id) where to_task_id is not null;
create index hand_off_planned on hand_off (owner_id, to_procedure, id) where to_case_id is null;

create table record_deadline (
  owner_id uuid not null,
  id uuid not null,
  kind text not null,
  record_id uuid not null,
  deadline text not null,
  due_at timestamptz not null,
  -- The next instant at which something happens: a reminder, the deadline itself, a step of the escalation.
  next_at timestamptz,
  step integer not null default 0,
  remind_at timestamptz[] not null default '{}',
  state text not null default 'running' check (state in ('running', 'met', 'fired', 'closed')),
  primary key (owner_id, id)
);
comment on table record_deadline is 'class: tenant; deadlines as rows, swept by the clock';
create index record_deadline_record on record_deadline (owner_id, record_id);
create index record_deadline_next on record_deadline (next_at) where next_at is not null;

create table notification (
  owner_id uuid not null,
  id uuid not null,
  person_id uuid not null references person (id),
  kind text not null,
  record_kind text not null,
  record_id uuid not null,
  values jsonb not null default '{}',
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (owner_id, id)
);
comment on table notification is 'class: tenant; what a person is told in the application; owner is the person''s organisation';
create index notification_person on notification (owner_id, person_id, id);
create index notification_unread on notification (owner_id, person_id) where read_at is null;

create table duty_run (
  owner_id uuid not null,
  procedure text not null,
  duty text not null,
  subject_id uuid not null,
  last_opened_at timestamptz not null,
  primary key (owner_id, procedure, duty, subject_id)
);
comment on table duty_run is 'class: tenant; when a periodic duty was last opened for a subject';

create table saved_view (
  owner_id uuid not null,
  id uuid not null,
  person_id uuid not null references person (id),
  register text not null,
  name text not null,
  query jsonb not null,
  created_at timestamptz not null,
  primary key (owner_id, id),
  unique (owner_id, person_id, register, name)
);
comment on table saved_view is 'class: tenant; filters, sort and columns that a person keeps';

create table deliverable (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  case_id uuid not null,
  type text not null,
  title text not null,
  reference text not null,
  edition integer not null default 0,
  revision integer not null default 1,
  state text not null,
  label text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  tlp text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  audience uuid[] not null default '{}',
  fields jsonb not null default '{}',
  -- The frozen copy that renderings are made from, and the bytes of each rendering by format.
  frozen jsonb,
  frozen_hash text,
  renderings jsonb not null default '{}',
  author_id uuid references person (id),
  contract_id uuid,
  -- The issued deliverable that this one becomes the next revision of.
  supersedes_id uuid,
  issued_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (owner_id, id),
  foreign key (owner_id, case_id) references procedure_case (owner_id, id),
  foreign key (owner_id, supersedes_id) references deliverable (owner_id, id)
);
comment on table deliverable is 'class: tenant; a document with document control';
create index deliverable_case on deliverable (owner_id, case_id);
-- One reference is one document; each issue has at most one next revision under way or issued.
create unique index deliverable_reference on deliverable (owner_id, reference, supersedes_id) nulls not distinct
  where state <> 'withdrawn';

create table deliverable_history (
  owner_id uuid not null,
  deliverable_id uuid not null,
  id uuid not null,
  edition integer not null,
  revision integer not null,
  date date not null,
  description text not null,
  action text not null,
  pages text not null,
  -- With whom a modification was agreed, and when.
  discussed_on date,
  discussed_with text,
  person_id uuid,
  at timestamptz not null,
  primary key (owner_id, deliverable_id, id),
  foreign key (owner_id, deliverable_id) references deliverable (owner_id, id)
);
comment on table deliverable_history is 'class: tenant, append-only; the document history table: edition, revision, date, description, action, pages';

create table deliverable_recipient (
  owner_id uuid not null,
  deliverable_id uuid not null,
  id uuid not null,
  organisation_id uuid not null references organisation (id),
  person_id uuid references person (id),
  reason text not null,
  -- Added by a person, beside those that the distribution rule names.
  manual boolean not null default false,
  sent_at timestamptz,
  read_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by uuid references person (id),
  primary key (owner_id, deliverable_id, id),
  unique nulls not distinct (owner_id, deliverable_id, organisation_id, person_id),
  foreign key (owner_id, deliverable_id) references deliverable (owner_id, id)
);
comment on table deliverable_recipient is 'class: tenant; who received a deliverable, with receipts';
