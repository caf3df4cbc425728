-- What hangs on a deliverable: approvals bound to its frozen copy, and who opened it.
create table deliverable_approval (
  owner_id uuid not null,
  deliverable_id uuid not null,
  id uuid not null,
  action text not null,
  person_id uuid not null references person (id),
  on_behalf_of uuid references person (id),
  organisation_id uuid not null references organisation (id),
  at timestamptz not null,
  hash text not null,
  frozen_hash text not null,
  voided_at timestamptz,
  primary key (owner_id, deliverable_id, id),
  foreign key (owner_id, deliverable_id) references deliverable (owner_id, id)
);
comment on table deliverable_approval is 'class: tenant; approvals of deliverables, bound to the hash of the frozen copy';

create table deliverable_opening (
  owner_id uuid not null,
  deliverable_id uuid not null,
  id uuid not null,
  person_id uuid references person (id),
  organisation_id uuid not null references organisation (id),
  format text not null,
  at timestamptz not null,
  primary key (owner_id, deliverable_id, id),
  foreign key (owner_id, deliverable_id) references deliverable (owner_id, id)
);
comment on table deliverable_opening is 'class: tenant, append-only; who opened a shared deliverable';
