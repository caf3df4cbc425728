-- Comments on documents with their answers, who reads a document for quality assurance, and the house style of an organisation.
create table deliverable_comment (
  owner_id uuid not null,
  deliverable_id uuid not null,
  id uuid not null,
  -- The comment that this one answers, accepts or takes up again; null: a comment.
  about_id uuid,
  kind text not null check (kind in ('comment', 'answer', 'acceptance', 'objection')),
  section text,
  text text not null,
  -- The version that was commented on.
  edition integer not null,
  revision integer not null,
  person_id uuid references person (id),
  organisation_id uuid references organisation (id),
  at timestamptz not null,
  primary key (owner_id, deliverable_id, id),
  foreign key (owner_id, deliverable_id) references deliverable (owner_id, id),
  check ((kind = 'comment') = (about_id is null))
);
comment on table deliverable_comment is 'class: tenant, append-only; comments on a document and what was said of each';

create table deliverable_reader (
  owner_id uuid not null,
  deliverable_id uuid not null,
  organisation_id uuid not null references organisation (id),
  reason text not null,
  given_at timestamptz not null,
  given_by uuid references person (id),
  primary key (owner_id, deliverable_id, organisation_id),
  foreign key (owner_id, deliverable_id) references deliverable (owner_id, id)
);
comment on table deliverable_reader is 'class: tenant; organisations that a document was given to for quality assurance';

create table house_style (
  owner_id uuid not null references organisation (id),
  theme jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  updated_by uuid references person (id),
  primary key (owner_id)
);
comment on table house_style is 'class: tenant; colours, font and logo of an organisation''s documents';
