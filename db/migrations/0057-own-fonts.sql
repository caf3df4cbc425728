-- The files of an organisation's own typeface. A document names the files that it was printed with by their digests, so that a file that
-- was ever part of a house style stays; one that was sent and never kept goes after a day.
create table house_font (
  owner_id uuid not null references organisation (id),
  -- Of the bytes as they were sent.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  file_name text not null,
  -- What the file says of itself: family, PostScript name, weight, what its maker allows, scripts.
  facts jsonb not null,
  bytes bytea not null check (octet_length(bytes) <= 2000000),
  sent_at timestamptz not null,
  sent_by uuid references person (id),
  -- When it first became part of the house style; null: never yet.
  kept_at timestamptz,
  primary key (owner_id, sha256)
);
comment on table house_font is 'class: tenant; font files of an organisation''s documents';
