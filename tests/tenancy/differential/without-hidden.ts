import type { HttpWorld } from '#tests/access/http-world.ts';
import { inOrder, partsOf, type Query, visible } from '../parts-of-records.ts';

/** Rows that were taken out of the database, by table. */
export interface Removed {
  readonly rows: ReadonlyMap<string, number>;
  /** Puts every row back as it was. */
  restore(): Promise<void>;
}

/**
 * Takes out of the database whatever row security hides from the organisation and is no part of what it may read, in every table of tenants;
 * references, triggers and rules that only add are not asked. What the platform and all organisations share stays.
 */
export async function removeHidden(world: HttpWorld, organisation: string): Promise<Removed> {
  const { places, ids } = await visible(world, organisation);
  const rows = new Map<string, number>();
  await asOwner(world, async (query) => {
    await query('create schema hidden');
    for (const [table, seen] of inOrder(places)) {
      const shown = [...seen, ...(await partsOf(query, table, ids, organisation))];
      const where = 'where ctid <> all ($1::tid[])';
      await query(`create table hidden.${table} as select * from ${table} ${where}`, [shown]);
      const removed = await query(`delete from ${table} ${where}`, [shown]);
      if (removed.count > 0) rows.set(table, removed.count);
    }
  });
  return {
    rows,
    restore: () =>
      asOwner(world, async (query) => {
        for (const table of rows.keys()) {
          const columns = await columnsOf(query, table);
          await query(
            `insert into ${table} (${columns}) overriding system value select ${columns} from hidden.${table}`,
          );
        }
        await query('drop schema hidden cascade');
      }),
  };
}

async function asOwner(world: HttpWorld, work: (query: Query) => Promise<void>): Promise<void> {
  await world.test.database.transaction(
    { role: 'owner', scope: [], person: null },
    async ({ client }) => {
      await client.query('set local session_replication_role = replica');
      await work(async (text, values = []) => {
        const { rows, rowCount } = await client.query<Record<string, unknown>>(text, [...values]);
        return { rows, count: rowCount ?? 0 };
      });
    },
  );
}

async function columnsOf(query: Query, table: string): Promise<string> {
  const { rows } = await query(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  return String(rows[0]?.['columns']);
}
