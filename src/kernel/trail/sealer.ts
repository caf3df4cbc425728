import type { PoolClient } from 'pg';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Database } from '#kernel/database/database.ts';
import { hashOfHeader } from './leaf.ts';
import { GrowingTree, placesOfRange } from './merkle.ts';
import { nodesAt } from './proof.ts';
import type { TrailSigner } from './signing-keys.ts';
import type { TrailHeader } from './tables.ts';

export interface SealerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly signer: TrailSigner;
  /** Most entries sealed in one transaction. */
  readonly batchSize?: number;
}

/** Any number that nothing else of this product locks. */
const sealerLock = 7_290_521_001;

interface PendingRow {
  owner_id: string;
  id: string;
  header: TrailHeader;
}

interface Leaf {
  readonly leaf_index: number;
  readonly owner_id: string;
  readonly entry_id: string;
  readonly owner_counter: number;
  readonly leaf_hash: string;
}

const appendText = `
with leaves as (
  insert into trail_leaf (leaf_index, owner_id, entry_id, owner_counter, leaf_hash)
  select leaf_index, owner_id, entry_id, owner_counter, decode(leaf_hash, 'hex')
  from jsonb_to_recordset($1::jsonb) as l (leaf_index bigint, owner_id uuid, entry_id uuid, owner_counter bigint, leaf_hash text)
), nodes as (
  insert into trail_node (level, node_index, hash)
  select level, node_index, decode(hash, 'hex')
  from jsonb_to_recordset($2::jsonb) as n (level smallint, node_index bigint, hash text)
), counters as (
  insert into trail_counter (owner_id, last)
  select owner_id, last from jsonb_to_recordset($3::jsonb) as c (owner_id uuid, last bigint)
  on conflict (owner_id) do update set last = excluded.last
), taken as (
  delete from trail_pending p using jsonb_to_recordset($1::jsonb) as t (owner_id uuid, entry_id uuid)
  where p.owner_id = t.owner_id and p.id = t.entry_id
), keys as (
  insert into trail_key (key_id, public_key, since) values ($4, $5, $6) on conflict do nothing
)
insert into trail_head (tree_size, root_hash, at, key_id, signature) values ($7, $8, $6, $4, $9)`;

/**
 * Takes pending entries into the tree and signs the new head, in one transaction. Only one sealer works at a time: where another holds
 * the lock this one does nothing. Costs O(batch · log n).
 * @returns how many entries were sealed.
 */
export async function sealPending(options: SealerOptions): Promise<number> {
  const { database, clock, signer, batchSize = 1000 } = options;
  return database.transaction({ role: 'system', scope: [], person: null }, async ({ client }) => {
    const lock = await client.query<{ got: boolean }>(
      'select pg_try_advisory_xact_lock($1) as got',
      [sealerLock],
    );
    if (lock.rows[0]?.got !== true) return 0;
    const { rows } = await client.query<PendingRow>({
      name: 'trail-take-pending',
      text: `select p.owner_id, p.id, e.header from trail_pending p
        join trail_entry e on e.owner_id = p.owner_id and e.id = p.id order by p.id limit $1`,
      values: [batchSize],
    });
    if (rows.length === 0) return 0;
    const tree = await presentTree(client);
    const { leaves, nodes, counters } = append(tree, rows, await countersOf(client, rows));
    const at = clock.now();
    const head = signer.sign({
      treeSize: tree.size,
      rootHash: tree.root().toString('hex'),
      at: at.toISOString(),
    });
    await client.query({
      name: 'trail-append',
      text: appendText,
      values: [
        JSON.stringify(leaves),
        JSON.stringify(nodes),
        JSON.stringify([...counters].map(([owner_id, last]) => ({ owner_id, last }))),
        signer.keyId,
        signer.publicKey,
        at,
        head.treeSize,
        Buffer.from(head.rootHash, 'hex'),
        Buffer.from(head.signature, 'hex'),
      ],
    });
    return rows.length;
  });
}

/** Seals until nothing is pending. */
export async function sealAll(options: SealerOptions): Promise<number> {
  let sealed = 0;
  for (;;) {
    const batch = await sealPending(options);
    sealed += batch;
    if (batch < (options.batchSize ?? 1000)) return sealed;
  }
}

async function presentTree(client: PoolClient): Promise<GrowingTree> {
  const { rows } = await client.query<{ tree_size: number }>(
    'select tree_size from trail_head order by tree_size desc limit 1',
  );
  const size = rows[0]?.tree_size ?? 0;
  const places = placesOfRange({ start: 0, end: size });
  const lookup = await nodesAt(client, places);
  return new GrowingTree(size, places.map(lookup));
}

async function countersOf(
  client: PoolClient,
  rows: readonly PendingRow[],
): Promise<Map<string, number>> {
  const owners = [...new Set(rows.map((row) => row.owner_id))];
  const known = await client.query<{ owner_id: string; last: number }>(
    'select owner_id, last from trail_counter where owner_id = any ($1::uuid[])',
    [owners],
  );
  const counters = new Map(owners.map((owner) => [owner, 0]));
  for (const row of known.rows) counters.set(row.owner_id, row.last);
  return counters;
}

function append(tree: GrowingTree, rows: readonly PendingRow[], counters: Map<string, number>) {
  const leaves: Leaf[] = [];
  const nodes: { level: number; node_index: number; hash: string }[] = [];
  for (const row of rows) {
    const counter = (counters.get(row.owner_id) ?? 0) + 1;
    counters.set(row.owner_id, counter);
    const hash = hashOfHeader({ ...row.header, counter });
    leaves.push({
      leaf_index: tree.size,
      owner_id: row.owner_id,
      entry_id: row.id,
      owner_counter: counter,
      leaf_hash: hash.toString('hex'),
    });
    for (const node of tree.append(hash)) {
      nodes.push({ level: node.level, node_index: node.index, hash: node.hash.toString('hex') });
    }
  }
  return { leaves, nodes, counters };
}
