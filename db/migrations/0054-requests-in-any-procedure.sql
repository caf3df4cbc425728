-- An action point becomes a request in any procedure, planned ones too: which there are is the catalogue's to say, and the product asks it
-- before it writes. What meetings handed off before was named after the procedure that received it; now there is one hand-off for all.
alter table action_point drop constraint action_point_becomes_check;

update hand_off set hand_off = 'request'
where hand_off in ('terms-of-collaboration', 'fact-finding-mission', 'change', 'policy')
  and exists (
    select from procedure_case c
    where c.owner_id = hand_off.owner_id and c.id = hand_off.from_case_id and c.procedure = 'meeting'
  );
update task set task = 'accept:request:' || substr(task, 8)
where procedure = 'meeting' and task in ('accept:terms-of-collaboration', 'accept:fact-finding-mission', 'accept:change', 'accept:policy');
