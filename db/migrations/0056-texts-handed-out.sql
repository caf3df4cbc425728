-- The text of terms as each revision of it was handed out stays readable beside the redraft, and what was stated of a clause says for which
-- wording of it: a statement that is older than the redraft of its clause was made for an earlier one.
alter table clause_assessment add column "revision" integer;
alter table clause_assessment add column "wording" text;
alter table clause_assessment add column "outdated" boolean;

update clause_assessment a set outdated = true from terms_clause c
where c.owner_id = a.owner_id and c.id = a.terms_clause and a.at < c.updated_at;

create table terms_text (
  "owner_id" uuid not null references organisation (id),
  "id" uuid not null,
  "case_id" uuid,
  "label" text not null default 'LIMITED' check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE')),
  "tlp" text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  "audience" uuid[] not null default '{}',
  "reference" text not null,
  "revision" integer not null,
  "handed_out_at" timestamp with time zone not null,
  "text_digest" text not null,
  "clauses" jsonb not null,
  "version" integer not null default 1,
  "created_at" timestamp with time zone not null,
  "created_by" uuid,
  "updated_at" timestamp with time zone not null,
  "updated_by" uuid,
  primary key (owner_id, id)
);
comment on table terms_text is 'class: tenant; register terms-texts';
alter table terms_text add foreign key (owner_id, case_id) references procedure_case (owner_id, id);
create index on terms_text (owner_id, case_id);
create index on terms_text (owner_id, "revision", id);
