-- The scope triple narrows by all its parts: in which business threads, and there in which systems, a country takes part; in which countries a
-- user community is found. Nothing said of threads means all of them (an observer: none); nothing said of the systems of a thread, all of these;
-- nothing said of a community's countries, wherever its threads are.
alter table membership add column "threads" uuid[], add column "systems" uuid[];
create index on membership using gin ("threads");
create index on membership using gin ("systems");
alter table user_community add column "member_states" uuid[];
create index on user_community using gin ("member_states");

-- What the countries' own words for their domains say.
update membership m set threads = (
  select array_agg(t.id order by t.code) from business_thread t
  where t.code = 'COMMON' or exists (
    select from unnest(m.domains) d
    where t.code = 'CUST' and d like 'customs%' or t.code = 'EXC' and d like 'excise%' or t.code = 'TAX' and d like 'taxation%'))
where cardinality(m.domains) > 0;
update membership m set systems = (
  select array_agg(s.id order by s.code) from system s
  where exists (
    select from unnest(m.domains) d
    where d ~ ('\(.*\m' || s.code || '\M') or s.code = 'NCTS' and d ~ '\(.*transit' or s.code in ('EFCA', 'RECOVERY') and d ~ '\(VAT cooperation'))
where exists (select from unnest(m.domains) d where d like '%(%');
