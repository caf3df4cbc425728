import { classifiedTables } from '#kernel/database/row-security.ts';
import type { HttpWorld } from '#tests/access/http-world.ts';
import { stringsOf } from './reader.ts';

export type Query = (
  text: string,
  values?: readonly unknown[],
) => Promise<{ readonly rows: readonly Record<string, unknown>[]; readonly count: number }>;

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

/** Parts last, in the order in which they are part of one another. */
export function inOrder(
  places: ReadonlyMap<string, readonly string[]>,
): [string, readonly string[]][] {
  const order = Object.keys(parts);
  return [...places].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
}

/** Where the rows stand that are part of what may be read; their own ids are added to those that may. */
export async function partsOf(
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

export interface Visible {
  /** Where the rows stand, by table. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  readonly ids: Set<string>;
}

/** What the organisation's database role reads. */
export async function visible({ test }: HttpWorld, organisation: string): Promise<Visible> {
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

/** What is written in the parts of what the organisation may read, which row security alone would hide from it. */
export async function writtenInParts(world: HttpWorld, organisation: string): Promise<string> {
  const { places, ids } = await visible(world, organisation);
  const query: Query = async (text, values = []) => {
    const rows = await world.query<Record<string, unknown>>(text, [...values]);
    return { rows, count: rows.length };
  };
  const written: string[] = [];
  for (const [table] of inOrder(places)) {
    const found = await partsOf(query, table, ids, organisation);
    const { rows } = await query(
      `select to_jsonb(t) as row from ${table} t where ctid = any ($1::tid[])`,
      [found],
    );
    written.push(...rows.flatMap(({ row }) => stringsOf(row)));
  }
  return written.join('\n');
}
