create index on csip_improvement (owner_id, "planned_for", id);
