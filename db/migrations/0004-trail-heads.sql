-- The sealed trail: leaves with indexes that only the sealer assigns, the tree's inner nodes, and signed heads (RFC 9162).
create table trail_leaf (
  leaf_index bigint primary key,
  owner_id uuid not null,
  entry_id uuid not null,
  owner_counter bigint not null,
  leaf_hash bytea not null,
  unique (owner_id, entry_id),
  unique (owner_id, owner_counter)
);
comment on table trail_leaf is 'class: shared, system writes; leaves of the trail in their order';

-- Level 1 and up; a node is written once, when the subtree below it is complete.
create table trail_node (
  level smallint not null check (level > 0),
  node_index bigint not null,
  hash bytea not null,
  primary key (level, node_index)
);
comment on table trail_node is 'class: shared, system writes; roots of the complete subtrees of the trail';

create table trail_counter (
  owner_id uuid primary key,
  last bigint not null
);
comment on table trail_counter is 'class: platform; last counter that an organisation''s entries got in the trail';

create table trail_head (
  tree_size bigint primary key,
  root_hash bytea not null,
  at timestamptz not null,
  key_id text not null,
  signature bytea not null
);
comment on table trail_head is 'class: shared, system writes; signed heads of the trail';

create table trail_key (
  key_id text primary key,
  public_key text not null,
  since timestamptz not null
);
comment on table trail_key is 'class: shared, system writes; public keys of the signatures, old ones kept for good';

create table trail_head_receipt (
  owner_id uuid not null references organisation (id),
  id uuid not null,
  tree_size bigint not null references trail_head (tree_size),
  -- How many entries the organisation had in the tree of this size, so that none can be hidden from it later.
  owner_counter bigint not null,
  sent_at timestamptz not null,
  reason text not null check (reason in ('daily', 'release', 'asked')),
  primary key (owner_id, id)
);
comment on table trail_head_receipt is 'class: tenant, append-only; heads that left the server, by organisation that keeps them';
create index trail_head_receipt_size on trail_head_receipt (owner_id, tree_size);

create index trail_pending_order on trail_pending (id);
create index trail_entry_action on trail_entry (owner_id, action, id);
create index trail_entry_person on trail_entry (owner_id, person_id, id);
