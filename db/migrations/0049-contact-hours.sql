alter table terms_clause add column "workdays" text[] check ("workdays" <@ array['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']::text[]);
alter table terms_clause add column "opens_at" text;
alter table terms_clause add column "closes_at" text;
alter table terms_clause add column "zone" text;
alter table terms_rule add column "workdays" text[] check ("workdays" <@ array['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']::text[]);
alter table terms_rule add column "opens_at" text;
alter table terms_rule add column "closes_at" text;
alter table terms_rule add column "zone" text;
