alter table system add column "life_cycle_status" text check ("life_cycle_status" in ('planned', 'operational', 'retired'));
