-- What a task for a procedure that is still to come asks, in words: who answers it may be of another organisation, which does not see the hand-off.
alter table task add column asked text[] not null default '{}';

update task set asked = array_remove(array[
    h.payload ->> 'description', h.payload ->> 'purpose', h.payload ->> 'summary', h.payload ->> 'improvement'
  ], null)
from hand_off h where h.owner_id = task.owner_id and h.to_task_id = task.id;
