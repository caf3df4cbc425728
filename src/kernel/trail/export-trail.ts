import type { PoolClient } from 'pg';
import { type LeafRange, type NodePlace, placesOfRange } from './merkle.ts';
import { type HeadRow, headOf, latestHead, nodesAt } from './proof.ts';
import type { TrailHead } from './signing-keys.ts';
import type { TrailHeader } from './tables.ts';

export interface TrailExport {
  /** The organisations whose entries are written out; null: all. Everybody else's appear as hashes only. */
  readonly organisations: readonly string[] | null;
  /** Adds details with their salt, where they were not erased. */
  readonly details: boolean;
  /** Sizes of older heads that a verifier keeps; the export shows the tree at each of them. */
  readonly heads?: readonly number[];
}

/** Runs a read in a transaction that may see the organisations; an export takes many, so that none is long. */
export type ReadTrail = <T>(read: (client: PoolClient) => Promise<T>) => Promise<T>;

interface LeafRow {
  leaf_index: number;
  owner_counter: number;
  header: TrailHeader;
  details: Record<string, unknown> | null;
  salt: string | null;
}

const pageSize = 500;

/**
 * The trail as JSON Lines, for verification without this product: a line about the export, the public keys, the newest head and older ones
 * that left the server, and then the tree from left to right: own leaves with their headers, others' as roots of complete subtrees.
 */
export async function* exportTrail(read: ReadTrail, options: TrailExport): AsyncGenerator<string> {
  const { head, heads, keys } = await read((client) => beginning(client, options));
  const treeSize = head?.treeSize ?? 0;
  yield line({ type: 'trail', version: 1, organisations: options.organisations, treeSize });
  for (const key of keys) yield line({ type: 'key', ...key });
  for (const each of heads) yield line({ type: 'head', ...each });
  const cuts = heads.map((each) => each.treeSize);
  let at = 0;
  while (at < treeSize) {
    const page = await read((client) => leavesFrom(client, options, at, treeSize));
    const gaps: LeafRange[] = page.map((leaf, i) => ({
      start: i === 0 ? at : (page[i - 1] as LeafRow).leaf_index + 1,
      end: leaf.leaf_index,
    }));
    if (page.length < pageSize) {
      const last = page.at(-1);
      gaps.push({ start: last === undefined ? at : last.leaf_index + 1, end: treeSize });
    }
    const places = gaps.map((gap) => cutRange(gap, cuts).flatMap(placesOfRange));
    const lookup = await read((client) => nodesAt(client, places.flat()));
    for (const [i, gap] of places.entries()) {
      for (const place of gap) yield nodeLine(place, lookup(place));
      const leaf = page[i];
      if (leaf !== undefined) yield leafLine(leaf, options.details);
    }
    at = page.length < pageSize ? treeSize : (page.at(-1) as LeafRow).leaf_index + 1;
  }
}

async function beginning(client: PoolClient, options: TrailExport) {
  const head = await latestHead(client);
  const older = await client.query<HeadRow>(
    `select tree_size, root_hash, at, key_id, signature from trail_head
     where tree_size = any ($1::bigint[])
       or tree_size in (select tree_size from trail_head_receipt where $2::uuid[] is null or owner_id = any ($2))
     order by tree_size`,
    [[head?.treeSize ?? 0, ...(options.heads ?? [])], options.organisations],
  );
  const keys = await client.query<{ key_id: string; public_key: string; since: Date }>(
    'select key_id, public_key, since from trail_key order by since, key_id',
  );
  return {
    head,
    heads: older.rows
      .map(headOf)
      .filter((each: TrailHead) => each.treeSize <= (head?.treeSize ?? 0)),
    keys: keys.rows.map((key) => ({
      keyId: key.key_id,
      publicKey: key.public_key,
      since: key.since.toISOString(),
    })),
  };
}

async function leavesFrom(
  client: PoolClient,
  options: TrailExport,
  from: number,
  to: number,
): Promise<LeafRow[]> {
  const { rows } = await client.query<LeafRow>({
    name: 'trail-export-page',
    text: `select l.leaf_index, l.owner_counter, e.header, e.details, e.salt
      from trail_leaf l join trail_entry e on e.owner_id = l.owner_id and e.id = l.entry_id
      where l.leaf_index >= $1 and l.leaf_index < $2 and ($3::uuid[] is null or l.owner_id = any ($3))
      order by l.leaf_index limit $4`,
    values: [from, to, options.organisations, pageSize],
  });
  return rows;
}

/** Splits a range where a head ends, so that the tree can be seen at that size. */
function cutRange({ start, end }: LeafRange, cuts: readonly number[]): LeafRange[] {
  const inside = cuts.filter((cut) => cut > start && cut < end);
  const edges = [start, ...inside, end];
  return edges.slice(1).map((edge, i) => ({ start: edges[i] as number, end: edge }));
}

function nodeLine(place: NodePlace, hash: Buffer): string {
  return line({ type: 'node', level: place.level, index: place.index, hash: hash.toString('hex') });
}

function leafLine(row: LeafRow, withDetails: boolean): string {
  const header = { ...row.header, counter: row.owner_counter };
  if (!withDetails || row.details === null || row.salt === null)
    return line({ type: 'leaf', header });
  return line({ type: 'leaf', header, details: row.details, salt: row.salt });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
