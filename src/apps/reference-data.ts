import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { newId } from '#kernel/database/ids.ts';

interface ReferenceFile<T> {
  readonly provenance: string;
  readonly [list: string]: T[] | string;
}

function rowsOf<T>(file: string, list: string): T[] {
  const path = fileURLToPath(new URL(`../standards/${file}`, import.meta.url));
  const parsed = JSON.parse(readFileSync(path, 'utf8')) as ReferenceFile<T>;
  const rows = parsed[list];
  if (!Array.isArray(rows)) throw new Error(`${file} has no list ${list}`);
  return rows;
}

const statements: readonly { readonly text: string; readonly rows: () => object[] }[] = [
  {
    text: `insert into system (id, code, name, thread, architecture, description, created_at, updated_at)
      select id, code, name, thread, architecture, nullif(note, ''), $2, $2
      from jsonb_to_recordset($1::jsonb) as s (id uuid, code text, name text, thread text, architecture text, note text)
      on conflict (code) do nothing`,
    rows: () => rowsOf<object>('security-plan/systems.json', 'systems'),
  },
  {
    text: `insert into reference_document (id, code, kind, reference, title, originator, edition, date, binding, created_at, updated_at)
      select id, code, kind, nullif(reference, ''), title, originator, edition, date, binding, $2, $2
      from jsonb_to_recordset($1::jsonb) as d (id uuid, code text, kind text, reference text, title text, originator text, edition text,
        date text, binding boolean)
      on conflict (code) do nothing`,
    rows: () => rowsOf<object>('security-plan/documents.json', 'documents'),
  },
  {
    text: `insert into glossary_term (id, term, meaning_en, meaning_fr, meaning_de, in_source_list, created_at, updated_at)
      select id, term, "meaningEn", "meaningFr", "meaningDe", "inSourceList", $2, $2
      from jsonb_to_recordset($1::jsonb) as g (id uuid, term text, "meaningEn" text, "meaningFr" text, "meaningDe" text,
        "inSourceList" boolean)
      on conflict (term) do nothing`,
    rows: () => rowsOf<object>('security-plan/glossary.json', 'terms'),
  },
  {
    text: `insert into business_thread (id, code, name, name_fr, name_de, created_at, updated_at)
      select id, code, name, "nameFr", "nameDe", $2, $2
      from jsonb_to_recordset($1::jsonb) as t (id uuid, code text, name text, "nameFr" text, "nameDe" text)
      on conflict (code) do nothing`,
    rows: () => rowsOf<object>('security-plan/business-threads.json', 'threads'),
  },
  {
    text: `insert into user_community (id, code, name, threads, systems, description, created_at, updated_at)
      select id, code, name, (select array_agg(t.id order by t.code) from business_thread t where t.code = any (c.threads)),
        (select array_agg(s.id order by s.code) from system s where s.code = any (c.systems)), nullif(description, ''), $2, $2
      from jsonb_to_recordset($1::jsonb) as c (id uuid, code text, name text, threads text[], systems text[], description text)
      on conflict (code) do nothing`,
    rows: () => rowsOf<object>('security-plan/user-communities.json', 'communities'),
  },
  {
    text: `insert into membership (id, country, name, kind, valid_from, valid_to, alt_code, alt_code_use, domains, threads, systems,
        footnote, source, created_at, updated_at)
      select id, country, name, kind, "validFrom", "validTo", "altCode", "altCodeUse", domains,
        (select array_agg(t.id order by t.code) from business_thread t where t.code = any (m.threads)),
        (select array_agg(s.id order by s.code) from system s where s.code = any (m.systems)), nullif(footnote, ''), source, $2, $2
      from jsonb_to_recordset($1::jsonb) as m (id uuid, country text, name text, kind text, "validFrom" date, "validTo" date,
        "altCode" text, "altCodeUse" text, domains text[], threads text[], systems text[], footnote text, source text)
      where not exists (select from membership old where old.country = m.country and old.kind = m.kind)`,
    rows: () => rowsOf<object>('security-plan/memberships.json', 'memberships'),
  },
  {
    text: `insert into control (id, number, position, title, set, clause, clause_title, objective, objective_title, verification,
        created_at, updated_at)
      select id, number, position, title, set, clause, "clauseTitle", objective, "objectiveTitle", verification, $2, $2
      from jsonb_to_recordset($1::jsonb) as c (id uuid, number text, position integer, title text, set text, clause text,
        "clauseTitle" text, objective text, "objectiveTitle" text, verification text)
      on conflict (number) do nothing`,
    rows: () =>
      rowsOf<object>('x1051/controls.json', 'controls').map((row, index) => ({
        ...row,
        position: index + 1,
      })),
  },
  {
    text: `insert into control_mapping (id, control_id, management_area, table_number, x1052_clause, reference, reference_title, editorial,
        created_at, updated_at)
      select m.id, c.id, m.area, m.table, m."x1052Clause", m.reference, m."referenceTitle", coalesce(m.editorial, false), $2, $2
      from jsonb_to_recordset($1::jsonb) as m (id uuid, control text, area text, "table" integer, "x1052Clause" text, reference text,
        "referenceTitle" text, editorial boolean) join control c on c.number = m.control
      on conflict (management_area, control_id, reference) do nothing`,
    rows: () => rowsOf<object>('x1051/control-mappings.json', 'mappings'),
  },
  {
    text: `insert into common_standard (id, code, title, kind, reference, issuer, edition, effective_from, domain, controls, created_at,
        updated_at)
      select id, code, title, kind, reference, issuer, edition, "effectiveFrom", domain,
        (select array_agg(k.id order by k.position) from control k where k.number = any (s.controls)), $2, $2
      from jsonb_to_recordset($1::jsonb) as s (id uuid, code text, title text, kind text, reference text, issuer text, edition text,
        "effectiveFrom" date, domain text, controls text[])
      on conflict (code) do nothing`,
    rows: () => rowsOf<object>('security-plan/common-standards.json', 'standards'),
  },
];

/**
 * The reference data that the product ships: 43 systems, the reference and applicable documents and the glossary of the Security Plan
 * (§1.2, §1.5 to §1.8), threads, communities and memberships of its scopes (§3.1), common standards, and the catalogue of X.1051 with its
 * mapping to the areas of X.1052. What an installation changed stays as it is.
 */
export async function loadReferenceData(url: string, now: Date): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    for (const { text, rows } of statements) {
      await client.query(text, [
        JSON.stringify(rows().map((row) => ({ id: newId(), ...row }))),
        now,
      ]);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}
