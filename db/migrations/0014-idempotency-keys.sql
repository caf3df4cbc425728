-- What a change that was sent with an Idempotency-Key answered, written with the change itself: sent again, it is not done again.
create table idempotency_key (
  owner_id uuid not null references organisation (id),
  person_id uuid not null references person (id),
  key text not null,
  -- Commands of one request, counted from 0.
  step smallint not null,
  fingerprint text not null,
  result json,
  at timestamptz not null,
  primary key (owner_id, person_id, key, step)
);
comment on table idempotency_key is 'class: tenant; answers of changes that may be sent again, kept for a day';
create index on idempotency_key (at);
