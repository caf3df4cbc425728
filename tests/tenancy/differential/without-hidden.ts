import { classifiedTables } from '#kernel/database/row-security.ts';
import type { HttpWorld } from '#tests/access/http-world.ts';

/** Rows that were taken out of the database, by table. */
export interface Removed {
  readonly rows: ReadonlyMap<string, number>;
  /** Puts every row back as it was. */
  restore(): Promise<void>;
}

/**
 * What is part of a record and shown with it, with the column that names the record: whoever may read the record reads what its owner, the
 * contractor who carries it out and he himself did there. What another administration or operator did there is no part of it for him.
 */
const parts: Readonly<Record<string, string>> = {
  calendar_event: 'case_id',
  calendar_attendee: 'event_id',
  case_approval: 'case_id',
  case_party: 'case_id',
  deliverable_approval: 'deliverable_id',
  deliverable_history: 'deliverable_id',
  deliverable_recipient: 'deliverable_id',
  record_deadline: 'record_id',
  trail_entry: 'record_id',
};

/** Whose each row of such a part is, where no column says it. */
const doneBy: Readonly<Record<string, string>> = {
  record_deadline: 't.owner_id',
  calendar_event: 't.owner_id',
  deliverable_history: 't.owner_id',
  trail_entry:
    'coalesce((select p.organisation_id from person p where p.id = t.person_id), t.owner_id)',
};

/** Tables that are left as they are, and why. */
const kept: Readonly<Record<string, string>> = {
  file_key:
    'documents that were shared are kept under the keys of their owners; no answer shows a key',
  role_holding: 'who holds an office with a party is told to those who work with it',
  stored_file: 'the bytes of documents that were shared; only their records lead there',
};

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

/** Parts last, in the order in which they are part of one another. */
function inOrder(places: ReadonlyMap<string, readonly string[]>): [string, readonly string[]][] {
  const order = Object.keys(parts);
  return [...places].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
}

/** Where the rows stand that are part of what may be read; their own ids are added to those that may. */
async function partsOf(
  query: Query,
  table: string,
  ids: Set<string>,
  organisation: string,
): Promise<string[]> {
  const column = parts[table];
  if (column === undefined) return [];
  const { rows } = await query(
    `select t.ctid::text as place, to_jsonb(t) ->> 'id' as id
      from ${table} t join organisation o on o.id = ${doneBy[table] ?? 't.organisation_id'}
      where t.${column} = any ($1::uuid[]) and (o.id in ($2, t.owner_id) or o.kind = 'contractor')`,
    [[...ids], organisation],
  );
  for (const { id } of rows) if (typeof id === 'string') ids.add(id);
  return rows.map(({ place }) => String(place));
}

interface Visible {
  /** Where the rows stand, by table. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  readonly ids: Set<string>;
}

/** What the organisation's database role reads. */
async function visible({ test }: HttpWorld, organisation: string): Promise<Visible> {
  const owner = { role: 'owner', scope: [], person: null, readOnly: true } as const;
  const tables = await test.database.transaction(owner, ({ client }) => classifiedTables(client));
  return test.database.transaction(
    { role: 'app', scope: [organisation], person: null, readOnly: true },
    async ({ client }) => {
      const places = new Map<string, readonly string[]>();
      const ids = new Set<string>();
      for (const { name, class: kind } of tables) {
        if (!kind.startsWith('tenant') || name in kept) continue;
        const { rows } = await client.query<{ place: string; id: string | null }>(
          `select ctid::text as place, to_jsonb(t) ->> 'id' as id from ${name} t`,
        );
        places.set(
          name,
          rows.map(({ place }) => place),
        );
        for (const { id } of rows) if (id !== null) ids.add(id);
      }
      return { places, ids };
    },
  );
}

type Query = (
  text: string,
  values?: readonly unknown[],
) => Promise<{ readonly rows: readonly Record<string, unknown>[]; readonly count: number }>;

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
