import type { PoolClient } from 'pg';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Database } from '#kernel/database/database.ts';
import { newId } from '#kernel/database/ids.ts';
import { latestHead } from './proof.ts';
import type { TrailHead } from './signing-keys.ts';

/** A head as an organisation keeps it: with the number of its own entries in that tree, so that none can be hidden from it later. */
export interface KeptHead extends TrailHead {
  readonly organisation: string;
  readonly counter: number;
}

/** Hands the newest head to an organisation and remembers that it left. Null before anything was sealed. */
export async function giveHead(
  client: PoolClient,
  ownerId: string,
  reason: 'daily' | 'release' | 'asked',
  now: Date,
): Promise<KeptHead | null> {
  const head = await latestHead(client);
  if (head === null) return null;
  const { rows } = await client.query<{ counter: number }>({
    name: 'trail-counter-at',
    text: `select owner_counter as counter from trail_leaf where owner_id = $1 and leaf_index < $2
      order by owner_counter desc limit 1`,
    values: [ownerId, head.treeSize],
  });
  const counter = rows[0]?.counter ?? 0;
  await client.query({
    name: 'trail-receipt',
    text: `insert into trail_head_receipt (owner_id, id, tree_size, owner_counter, sent_at, reason)
      values ($1, $2, $3, $4, $5, $6)`,
    values: [ownerId, newId(), head.treeSize, counter, now, reason],
  });
  return { ...head, organisation: ownerId, counter };
}

/**
 * The daily duty: every organisation that wrote something since its last head gets the newest one.
 * @returns the heads, to be sent to the organisations by whoever calls.
 */
export async function giveDailyHeads(runner: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<KeptHead[]> {
  return runner.database.transaction(
    { role: 'system', scope: [], person: null },
    async ({ client }) => {
      const { rows } = await client.query<{ owner_id: string }>(
        `select c.owner_id from trail_counter c join organisation o on o.id = c.owner_id
         where c.last > coalesce((select max(r.owner_counter) from trail_head_receipt r where r.owner_id = c.owner_id), 0)`,
      );
      const given: KeptHead[] = [];
      for (const { owner_id } of rows) {
        const head = await giveHead(client, owner_id, 'daily', runner.clock.now());
        if (head !== null) given.push(head);
      }
      return given;
    },
  );
}
