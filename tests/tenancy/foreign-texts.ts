import { classifiedTables } from '#kernel/database/row-security.ts';
import type { HttpWorld } from '#tests/access/http-world.ts';
import { stringsOf } from './reader.ts';

/** What an organisation cannot read, by row-level security: the ids of the rows, by table, and the prose that stands in none of its own. */
export interface Foreign {
  readonly ids: ReadonlyMap<string, readonly string[]>;
  readonly own: ReadonlyMap<string, readonly string[]>;
  /** Those of `own` that belong to others, who shared them. */
  readonly shared: ReadonlyMap<string, readonly string[]>;
  readonly texts: readonly string[];
}

interface Row {
  readonly id: string | null;
  readonly row: Record<string, unknown>;
}

/** What is looked for must be somebody's own words: shorter texts are codes, names and states that stand everywhere. */
const fewestCharacters = 24;
const fewestWords = 4;

/** Names of people are known to all who work with them; a document says on its cover to whom it goes, and why. */
const knownOfAll = ['person', 'deliverable_recipient'];

/** What this organisation cannot read. */
export async function foreignTo(world: HttpWorld, organisation: string): Promise<Foreign> {
  const all = await rowsAs(world, 'owner', []);
  const readable = await rowsAs(world, 'app', [organisation]);
  const ids = new Map<string, string[]>();
  const own = new Map<string, string[]>();
  const shared = new Map<string, string[]>();
  const texts = new Set<string>();
  const known = [...readable.values(), ...knownOfAll.map((table) => all.get(table) ?? [])]
    .flat()
    .flatMap(({ row }) => stringsOf(row));
  for (const [table, rows] of all) {
    const keyOf = (row: Row) => row.id ?? JSON.stringify(row.row);
    const mine = new Set((readable.get(table) ?? []).map(keyOf));
    own.set(
      table,
      rows.flatMap((row) => (row.id !== null && mine.has(keyOf(row)) ? [row.id] : [])),
    );
    shared.set(
      table,
      (readable.get(table) ?? []).flatMap(({ id, row }) =>
        id !== null && (row['owner_id'] ?? organisation) !== organisation ? [id] : [],
      ),
    );
    const hidden = rows.filter((row) => !mine.has(keyOf(row)));
    ids.set(
      table,
      hidden.flatMap(({ id }) => id ?? []),
    );
    for (const text of hidden.flatMap(({ row }) => textsOf(row))) texts.add(text);
  }
  const readableText = known.join('\n');
  return { ids, own, shared, texts: [...texts].filter((text) => !readableText.includes(text)) };
}

async function rowsAs(
  world: HttpWorld,
  role: 'owner' | 'app',
  scope: string[],
): Promise<Map<string, Row[]>> {
  const asOwner = { role: 'owner', scope: [], person: null, readOnly: true } as const;
  const tables = await world.test.database.transaction(asOwner, ({ client }) =>
    classifiedTables(client),
  );
  return world.test.database.transaction(
    { role, scope, person: null, readOnly: true },
    async ({ client }) => {
      const found = new Map<string, Row[]>();
      for (const { name, class: kind } of tables) {
        if (kind.startsWith('platform')) continue;
        const { rows } = await client.query<Row>(
          `select to_jsonb(t) ->> 'id' as id, to_jsonb(t) as row from ${name} t`,
        );
        // A clause stands in the definitions, which everybody reads.
        for (const { row } of rows) delete row['clause'];
        found.set(name, rows);
      }
      return found;
    },
  );
}

/** The prose in a value. */
export function textsOf(value: unknown): string[] {
  // Line by line, as readers of files find it: what stands in one line is one text.
  const lines = stringsOf(value).flatMap((text) => text.split('\n'));
  return lines.flatMap((text) => {
    const isProse = text.length >= fewestCharacters && text.split(' ').length >= fewestWords;
    // A case or an advisory is named by its reference and its title: the title is what somebody wrote.
    return isProse ? [text.replace(/^([A-Z]+-\d+-\d+ )+/, '')] : [];
  });
}
