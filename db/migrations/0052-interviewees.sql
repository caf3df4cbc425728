alter table mission_interview add column "person" uuid references person (id);
