import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { newId } from '#kernel/database/ids.ts';

interface ReferenceFile<T> {
  readonly provenance: string;
  readonly [list: string]: T[] | string;
}

function rowsOf<T>(file: string, list: string): T[] {
  const path = fileURLToPath(new URL(`../standards/security-plan/${file}`, import.meta.url));
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
    rows: () => rowsOf<object>('systems.json', 'systems'),
  },
  {
    text: `insert into reference_document (id, code, kind, reference, title, originator, edition, date, binding, created_at, updated_at)
      select id, code, kind, nullif(reference, ''), title, originator, edition, date, binding, $2, $2
      from jsonb_to_recordset($1::jsonb) as d (id uuid, code text, kind text, reference text, title text, originator text, edition text,
        date text, binding boolean)
      on conflict (code) do nothing`,
    rows: () => rowsOf<object>('documents.json', 'documents'),
  },
  {
    text: `insert into glossary_term (id, term, meaning_en, meaning_fr, meaning_de, in_source_list, created_at, updated_at)
      select id, term, "meaningEn", "meaningFr", "meaningDe", "inSourceList", $2, $2
      from jsonb_to_recordset($1::jsonb) as g (id uuid, term text, "meaningEn" text, "meaningFr" text, "meaningDe" text,
        "inSourceList" boolean)
      on conflict (term) do nothing`,
    rows: () => rowsOf<object>('glossary.json', 'terms'),
  },
];

/**
 * The reference data that the product ships: 43 systems, the reference and applicable documents and the glossary of the Security Plan
 * (§1.2, §1.5 to §1.8). What an installation changed stays as it is.
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
