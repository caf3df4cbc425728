-- Invitations by mail (RFC 5546, RFC 6047) and what has a date.
alter table mail add column calendar_method text check (calendar_method in ('REQUEST', 'CANCEL'));
alter table mail add column calendar_text text;
alter table mail add check ((calendar_method is null) = (calendar_text is null));

create table calendar_event (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  case_id uuid not null,
  uid text not null,
  sequence integer not null,
  -- What those invited were told last; an equal content is not told again.
  content jsonb not null,
  cancelled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (owner_id, id),
  unique (owner_id, case_id),
  unique (owner_id, uid)
);
comment on table calendar_event is 'class: tenant; the event of a case that people are invited to, as they were told of it';
alter table calendar_event add foreign key (owner_id, case_id) references procedure_case (owner_id, id);

create table calendar_attendee (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  event_id uuid not null,
  person_id uuid not null references person (id),
  organisation_id uuid not null references organisation (id),
  role text not null,
  name text not null,
  address text not null,
  -- Of the message they were sent last; an answer to an older one says nothing of this one.
  sequence integer not null,
  told_at timestamptz not null,
  withdrawn_at timestamptz,
  answer text check (answer in ('accepted', 'tentative', 'declined')),
  answer_sequence integer,
  -- When the answer was given, by the clock of who gave it, and when it came in.
  answered_at timestamptz,
  received_at timestamptz,
  answered_by text check (answered_by in ('mail', 'application')),
  remark text,
  primary key (owner_id, id),
  unique (owner_id, event_id, person_id)
);
comment on table calendar_attendee is 'class: tenant; who was invited to an event, and what each answered';
alter table calendar_attendee add foreign key (owner_id, event_id) references calendar_event (owner_id, id);

-- When what a case is about takes place: each of its dates with the field that says it, and what all of them span.
alter table procedure_case add column dates jsonb;
alter table procedure_case add column dates_from timestamptz;
alter table procedure_case add column dates_to timestamptz;
create index procedure_case_dates on procedure_case (owner_id, dates_to, dates_from, id) where dates_to is not null;
create index mission_interview_planned on mission_interview (owner_id, planned_at, id) where planned_at is not null;
