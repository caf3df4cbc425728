import type { Runner } from '#kernel/command/command.ts';

/** A reaction that failed too often; somebody looks at the cause and replays it. */
export interface DeadReaction {
  readonly eventId: string;
  readonly ownerId: string;
  readonly reaction: string;
  readonly event: string;
  readonly attempts: number;
  readonly lastError: string;
  readonly deadAt: string;
}

const system = { role: 'system', scope: [], person: null } as const;
const keepMs = 30 * 86_400_000;

/** Dead reactions of all organisations, newest first: metadata for the administrator, no content. */
export async function deadReactions(runner: Runner, limit: number): Promise<DeadReaction[]> {
  return runner.database.transaction({ ...system, readOnly: true }, async ({ client }) => {
    const { rows } = await client.query<{
      owner_id: string;
      event_id: string;
      reaction: string;
      name: string;
      attempts: number;
      last_error: string;
      dead_at: Date;
    }>(
      `select f.owner_id, f.event_id, f.reaction, e.name, f.attempts, f.last_error, f.dead_at
       from outbox_failure f join outbox_event e on e.owner_id = f.owner_id and e.id = f.event_id
       where f.dead_at is not null order by f.dead_at desc, f.event_id limit $1`,
      [limit],
    );
    return rows.map((row) => ({
      eventId: row.event_id,
      ownerId: row.owner_id,
      reaction: row.reaction,
      event: row.name,
      attempts: row.attempts,
      lastError: row.last_error,
      deadAt: row.dead_at.toISOString(),
    }));
  });
}

/** Lets the dead reactions of an event be tried again; those that answered stay answered. False: there is none. */
export async function replayReactions(runner: Runner, eventId: string): Promise<boolean> {
  return runner.database.transaction(system, async ({ client }) => {
    const { rowCount } = await client.query(
      `with revived as (
         delete from outbox_failure where event_id = $1 and dead_at is not null returning owner_id, event_id
       )
       update outbox_event e set relayed_at = null from revived r where e.owner_id = r.owner_id and e.id = r.event_id`,
      [eventId],
    );
    return (rowCount ?? 0) > 0;
  });
}

/** Removes events that were handed over thirty days ago, except those that wait as dead letters. Returns how many. */
export async function pruneEvents(runner: Runner): Promise<number> {
  const before = new Date(runner.clock.now().getTime() - keepMs);
  return runner.database.transaction(system, async ({ client }) => {
    const { rowCount } = await client.query(
      `with old as materialized (
         select owner_id, id from outbox_event e where relayed_at < $1
           and not exists (select from outbox_failure f where f.owner_id = e.owner_id and f.event_id = e.id and f.dead_at is not null)
         order by relayed_at limit 10000 for update skip locked
       ), deliveries as (
         delete from outbox_delivery d using old o where d.owner_id = o.owner_id and d.event_id = o.id
       ), failures as (
         delete from outbox_failure f using old o where f.owner_id = o.owner_id and f.event_id = o.id
       )
       delete from outbox_event e using old o where e.owner_id = o.owner_id and e.id = o.id`,
      [before],
    );
    return rowCount ?? 0;
  });
}
