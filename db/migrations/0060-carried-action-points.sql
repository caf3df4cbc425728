-- The meeting that last closed an action point or carried it over stands with it, so that a list of points names both of their meetings.
alter table action_point add column "reviewed_in" uuid ;
alter table action_point add foreign key (owner_id, "reviewed_in") references procedure_case (owner_id, id);

update action_point p set reviewed_in = (
  select r.case_id from action_point_review r join procedure_case c on c.owner_id = r.owner_id and c.id = r.case_id
  where r.owner_id = p.owner_id and r.action_point = p.id and r.status is not null and c.state = 'closed'
  order by r.reviewed_at desc limit 1);
