-- Lists of cases in the orders that people choose; each is read by key from its index, owner by owner.
create index procedure_case_by_updated on procedure_case (owner_id, updated_at, id);
create index procedure_case_by_due on procedure_case (owner_id, due_at, id);
create index procedure_case_by_title on procedure_case (owner_id, title, id);
