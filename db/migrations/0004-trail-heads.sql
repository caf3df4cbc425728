-- The sealed trail: leaves with indexes that only the sealer assigns, signed heads, and the tree's inner nodes.
create table trail_leaf (
  leaf_index bigint primary key,
  owner_id uuid not null,
  entry_id uuid not null,
  owner_counter bigint not null,
  leaf_hash bytea not null,
  unique (owner_id, entry_id)
);
comment on table trail_leaf is 'class: shared; leaves of the trail in their order';

create table trail_head (
  tree_size bigint primary key,
  root_hash bytea not null,
  at timestamptz not null,
  key_id text not null,
  signature bytea not null
);
comment on table trail_head is 'class: shared; signed heads of the trail';
