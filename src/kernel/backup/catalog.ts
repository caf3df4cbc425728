import type { PoolClient } from 'pg';

/** A table whose rows are saved, and how they are written so that the same rows always give the same bytes. */
export interface SavedTable {
  /** `schema.table`, each a plain lower-case name. */
  readonly name: string;
  readonly columns: readonly string[];
  /** `order by` that does not depend on the collation of the database. */
  readonly order: string;
}

export interface SavedSequence {
  readonly name: string;
  readonly lastValue: string;
  readonly isCalled: boolean;
}

/** Written and restored by other means: the migrator's own tables. The queue's schema is another release's business, see queued-jobs.ts. */
const skipped = `n.nspname = 'public' and c.relname in ('migration', 'migration_lock')`;
const userSchemas = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgboss')`;

/** Makes the text of a value independent of server, session and version. */
export const plainOutput = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';
  set local bytea_output = 'hex'; set local extra_float_digits = 3; set local statement_timeout = 0; set local lock_timeout = 0;
  set local idle_in_transaction_session_timeout = 0; set local row_security = off`;

/** Every table of the product with its columns; a partitioned table counts once, as a whole. */
export async function savedTables(client: PoolClient): Promise<SavedTable[]> {
  const { rows } = await client.query<SavedTable>(`
    select n.nspname || '.' || c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select string_agg(quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end,
          ', ' order by k.position)
        from pg_index i cross join unnest(i.indkey::int2[]) with ordinality as k (attnum, position)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary), 't::text collate "C"') as order
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${userSchemas} and not (${skipped})
    order by n.nspname collate "C", c.relname collate "C"`);
  return rows;
}

/** The statement that writes a table's rows in its order. */
export function copyOutText(table: SavedTable): string {
  return `copy (select ${columnList(table)} from ${quoted(table.name)} t order by ${table.order}) to stdout`;
}

/** The statement that takes the same bytes in. */
export function copyInText(table: Pick<SavedTable, 'name' | 'columns'>): string {
  return `copy ${quoted(table.name)} (${columnList(table)}) from stdin`;
}

function columnList(table: Pick<SavedTable, 'columns'>): string {
  return table.columns.map(identifier).join(', ');
}

/** `schema.table` as SQL. */
export function quoted(name: string): string {
  return name.split('.').map(identifier).join('.');
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Sequences, those of identity columns included. */
export async function savedSequences(client: PoolClient): Promise<SavedSequence[]> {
  const { rows } = await client.query<{ name: string }>(`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${userSchemas} order by 1`);
  const sequences: SavedSequence[] = [];
  for (const { name } of rows) {
    const value = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${quoted(name)}`,
    );
    const row = value.rows[0];
    if (row !== undefined) {
      sequences.push({ name, lastValue: row.last, isCalled: row.called });
    }
  }
  return sequences;
}

/** Names of the migrations that a database has, in their order; none when there is no such table. */
export async function executedMigrations(client: PoolClient): Promise<string[]> {
  const found = await client.query<{ there: boolean }>(
    `select to_regclass('public.migration') is not null as there`,
  );
  if (found.rows[0]?.there !== true) return [];
  const { rows } = await client.query<{ name: string }>(
    'select name from public.migration order by name collate "C"',
  );
  return rows.map((row) => row.name);
}
