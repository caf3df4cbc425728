import type { PoolClient } from 'pg';
import {
  consistencyRanges,
  hashOfRange,
  inclusionRanges,
  type LeafRange,
  type NodeLookup,
  type NodePlace,
  placesOfRange,
} from './merkle.ts';
import type { TrailHead } from './signing-keys.ts';

export interface HeadRow {
  tree_size: number;
  root_hash: Buffer;
  at: Date;
  key_id: string;
  signature: Buffer;
}

/** Where an entry is in the tree, and the hashes that lead from it to the root of a head (hexadecimal, from the leaf upwards). */
export interface InclusionProof {
  readonly leafIndex: number;
  readonly counter: number;
  readonly leafHash: string;
  readonly head: TrailHead;
  readonly inclusion: readonly string[];
}

/** A stored head as it leaves the server. */
export function headOf(row: HeadRow): TrailHead {
  return {
    treeSize: row.tree_size,
    rootHash: row.root_hash.toString('hex'),
    at: row.at.toISOString(),
    keyId: row.key_id,
    signature: row.signature.toString('hex'),
  };
}

/** The newest signed head, or null before anything was sealed. */
export async function latestHead(client: PoolClient): Promise<TrailHead | null> {
  const { rows } = await client.query<HeadRow>({
    name: 'trail-latest-head',
    text: 'select tree_size, root_hash, at, key_id, signature from trail_head order by tree_size desc limit 1',
  });
  return rows[0] === undefined ? null : headOf(rows[0]);
}

/** The hashes of complete subtrees, loaded in one statement by key. */
export async function nodesAt(
  client: PoolClient,
  places: readonly NodePlace[],
): Promise<NodeLookup> {
  const { rows } = await client.query<{ level: number; node_index: number; hash: Buffer }>({
    name: 'trail-nodes-at',
    text: `select n.level, n.node_index, n.hash
        from unnest($1::smallint[], $2::bigint[]) as w (level, node_index)
        join trail_node n on n.level = w.level and n.node_index = w.node_index where w.level > 0
      union all
      select 0, l.leaf_index, l.leaf_hash from trail_leaf l where l.leaf_index = any ($3::bigint[])`,
    values: [
      places.map((place) => place.level),
      places.map((place) => place.index),
      places.filter((place) => place.level === 0).map((place) => place.index),
    ],
  });
  const found = new Map(rows.map((row) => [`${row.level}/${row.node_index}`, row.hash]));
  return ({ level, index }) => {
    const hash = found.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`the trail lacks node ${index} of level ${level}`);
    return hash;
  };
}

/** Proves that an entry is in the newest tree: O(log n). Null while it is not sealed. */
export async function proveEntry(
  client: PoolClient,
  ownerIds: readonly string[],
  entryId: string,
): Promise<InclusionProof | null> {
  const head = await latestHead(client);
  const { rows } = await client.query<{
    leaf_index: number;
    owner_counter: number;
    leaf_hash: Buffer;
  }>({
    name: 'trail-leaf-of-entry',
    text: `select leaf_index, owner_counter, leaf_hash from trail_leaf
      where owner_id = any ($1::uuid[]) and entry_id = $2`,
    values: [ownerIds, entryId],
  });
  const leaf = rows[0];
  if (leaf === undefined || head === null || leaf.leaf_index >= head.treeSize) return null;
  return {
    leafIndex: leaf.leaf_index,
    counter: leaf.owner_counter,
    leafHash: leaf.leaf_hash.toString('hex'),
    head,
    inclusion: await hashesOf(client, inclusionRanges(leaf.leaf_index, head.treeSize)),
  };
}

/**
 * Proves many entries of one owner against one head, in as many statements whatever their number. An entry that is not sealed below the head
 * is left out.
 */
export async function proveEntries(
  client: PoolClient,
  ownerId: string,
  entryIds: readonly string[],
  head: TrailHead,
): Promise<ReadonlyMap<string, Omit<InclusionProof, 'head'>>> {
  const { rows } = await client.query<{
    entry_id: string;
    leaf_index: number;
    owner_counter: number;
    leaf_hash: Buffer;
  }>({
    name: 'trail-leaves-of-entries',
    text: `select entry_id, leaf_index, owner_counter, leaf_hash from trail_leaf
      where owner_id = $1 and entry_id = any ($2::uuid[]) and leaf_index < $3`,
    values: [ownerId, entryIds, head.treeSize],
  });
  const paths = rows.map((row) => inclusionRanges(row.leaf_index, head.treeSize));
  const places = new Map(
    paths
      .flat()
      .flatMap(placesOfRange)
      .map((place) => [`${place.level}/${place.index}`, place]),
  );
  const lookup = await nodesAt(client, [...places.values()]);
  return new Map(
    rows.map((row, at) => [
      row.entry_id,
      {
        leafIndex: row.leaf_index,
        counter: row.owner_counter,
        leafHash: row.leaf_hash.toString('hex'),
        inclusion: (paths[at] ?? []).map((range) => hashOfRange(range, lookup).toString('hex')),
      },
    ]),
  );
}

/** Proves that the tree of `from` leaves is the beginning of the tree of `to` leaves: O(log n). @throws RangeError */
export async function proveConsistency(
  client: PoolClient,
  from: number,
  to: number,
): Promise<string[]> {
  return hashesOf(client, consistencyRanges(from, to));
}

async function hashesOf(client: PoolClient, ranges: readonly LeafRange[]): Promise<string[]> {
  const lookup = await nodesAt(client, ranges.flatMap(placesOfRange));
  return ranges.map((range) => hashOfRange(range, lookup).toString('hex'));
}
