-- Who stands in for somebody does so no longer than that person holds the role and is there: a substitute or a delegate has the authority of
-- another, never his own. Reads with the rights and rows of whoever asks. Whether it is now is for the reader to compare, by the kernel's clock.
create view access.role_in_force with (security_invoker = true) as
select h.owner_id, h.id, h.person_id, h.role, h.system_id, h.case_id, h.kind, h.for_person_id, h.valid_from,
  case when h.kind = 'holder' then h.valid_to else nullif(greatest(h.valid_from, least(
    h.valid_to,
    (select p.ended_at from public.person p where p.id = h.for_person_id),
    (select coalesce(max(coalesce(s.valid_to, 'infinity')), '-infinity') from public.role_holding s
      where s.owner_id = h.owner_id and s.person_id = h.for_person_id and s.role = h.role and s.kind = 'holder'))), 'infinity') end as valid_to
from public.role_holding h;
comment on view access.role_in_force is 'role holdings, each with the end that it really has';
grant select on access.role_in_force to commonward_app, commonward_system;
