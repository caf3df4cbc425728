-- What a scanner said of each rule, in the order of its file.
create table configuration_scan_result (
  owner_id uuid not null,
  scan_id uuid not null,
  position integer not null,
  rule text not null,
  result text not null check (result in ('pass', 'fail', 'error', 'unknown', 'notapplicable', 'notchecked', 'notselected', 'informational', 'fixed')),
  severity text,
  -- Identifiers that outlive revisions of a benchmark (CCE, CCI).
  idents text[] not null default '{}',
  overrides integer not null default 0,
  primary key (owner_id, scan_id, position)
);
comment on table configuration_scan_result is 'class: tenant; results of rules in a configuration scan';
alter table configuration_scan_result add foreign key (owner_id, scan_id) references configuration_scan (owner_id, id);
