-- What a person typed is no observation of a machine: it never counts as verified, a later inventory says whether it is so.
alter table finding_state drop constraint finding_state_condition_check;
alter table finding_state add constraint finding_state_condition_check check (condition in ('open', 'claimed-fixed', 'verified-fixed'));

-- Taken earlier than what is known already: kept as history, the components of the asset are left as they are.
alter table inventory add column history boolean not null default false;

-- A person of the warning's own organisation who was asked; null: the organisation was.
alter table warning_answer add column "person" uuid references person (id);
