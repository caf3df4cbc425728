import type { PoolClient } from 'pg';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Log } from '#kernel/log/log.ts';

export interface RelayedEvent {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly recordId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: string;
}

/** What answers an event: at least once tried, its effects written exactly once. */
export interface EventReaction {
  readonly id: string;
  /** Name of the event that it answers. */
  readonly on: string;
  run(context: WriteContext, event: RelayedEvent): Promise<void>;
}

export interface RelayOptions {
  readonly runner: Runner;
  readonly reactions: readonly EventReaction[];
  readonly log: Log;
  /** Tries of one reaction before it becomes a dead letter. */
  readonly maxAttempts?: number;
  /** Wait after the first failure; doubles with each, up to an hour. */
  readonly backOffMs?: number;
  /** Events claimed in one pass, and records worked on side by side. */
  readonly batchSize?: number;
  readonly concurrency?: number;
}

interface EventRow {
  owner_id: string;
  id: string;
  name: string;
  record_id: string;
  payload: Record<string, unknown>;
  at: Date;
}

const longestBackOffMs = 3_600_000;
const system = { role: 'system', scope: [], person: null } as const;

/** Events that nothing answers are done at once, whatever their number and order. */
const passText = `
with unanswered as materialized (
  select owner_id, id from outbox_event where relayed_at is null and name <> all ($1::text[])
  order by id limit 5000 for update skip locked
)
update outbox_event e set relayed_at = $2 from unanswered u where e.owner_id = u.owner_id and e.id = u.id`;

/**
 * The earliest waiting event of each record that no failure holds back. The claim is a materialised CTE, because a plain sub-select with
 * skip locked can claim more rows than its limit; the locks last until the events were handed over.
 */
const claimText = `
with claimed as materialized (
  select e.owner_id, e.id from outbox_event e
  where e.relayed_at is null and e.name = any ($1::text[])
    and not exists (select from outbox_event b where b.owner_id = e.owner_id and b.record_id = e.record_id
      and b.relayed_at is null and b.id < e.id and b.name = any ($1::text[]))
    and not exists (select from outbox_failure f where f.owner_id = e.owner_id and f.event_id = e.id and f.next_at > $2)
  order by e.id limit $3 for update of e skip locked
)
select e.owner_id, e.id, e.name, e.record_id, e.payload, e.at from claimed c
join outbox_event e on e.owner_id = c.owner_id and e.id = c.id order by e.id`;

/**
 * One pass of the relay: hands waiting events to their reactions, in order for each record, each reaction in a transaction of its own under
 * the scope of the event's owner. Several relays may run at once.
 * @returns how many events were handed over or passed by.
 */
export async function relayEvents(options: RelayOptions): Promise<number> {
  const { runner, reactions, batchSize = 100, concurrency = 4 } = options;
  const names = [...new Set(reactions.map((reaction) => reaction.on))];
  const passed = await runner.database.transaction(system, async ({ client }) => {
    const result = await client.query({
      name: 'outbox-pass',
      text: passText,
      values: [names, runner.clock.now()],
    });
    return result.rowCount ?? 0;
  });
  if (names.length === 0) return passed;
  const relayed = await runner.database.transaction(system, async ({ client }) => {
    const { rows } = await client.query<EventRow>({
      name: 'outbox-claim',
      text: claimText,
      values: [names, runner.clock.now(), batchSize],
    });
    const queue = [...rows];
    const done: EventRow[] = [];
    const hand = async (): Promise<void> => {
      for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
        if (await answer(options, row)) done.push(row);
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, rows.length) }, hand));
    await finish(client, done, runner.clock.now());
    return rows.length;
  });
  return passed + relayed;
}

async function finish(client: PoolClient, rows: readonly EventRow[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: 'outbox-finish',
    text: `update outbox_event e set relayed_at = $3
      from unnest($1::uuid[], $2::uuid[]) as d (owner_id, id) where e.owner_id = d.owner_id and e.id = d.id`,
    values: [rows.map((row) => row.owner_id), rows.map((row) => row.id), at],
  });
}

/** True when every reaction answered, or became a dead letter, so that the next event of the record may follow. */
async function answer(options: RelayOptions, row: EventRow): Promise<boolean> {
  let complete = true;
  for (const reaction of options.reactions) {
    if (reaction.on !== row.name) continue;
    try {
      await react(options.runner, reaction, row);
    } catch (error) {
      options.log.warn({ err: error, reaction: reaction.id, event: row.id }, 'a reaction failed');
      complete = (await rememberFailure(options, reaction, row, error)) && complete;
    }
  }
  return complete;
}

async function react(runner: Runner, reaction: EventReaction, row: EventRow): Promise<void> {
  const who = {
    principal: systemPrincipal(`reaction:${reaction.id}`),
    scope: { organisations: [row.owner_id] },
    role: 'app',
    // The events are marked as relayed by a later commit that waits for the disk: a crash before it takes both, and they come again.
    durableLater: true,
  } as const;
  await inWriteTransaction(runner, who, async (context) => {
    // Written with the effects: a second delivery finds it and does nothing.
    const fresh = await context.client.query({
      name: 'outbox-deliver',
      text: `insert into outbox_delivery (owner_id, event_id, reaction, at) values ($1, $2, $3, $4)
        on conflict do nothing`,
      values: [row.owner_id, row.id, reaction.id, context.now],
    });
    if (fresh.rowCount === 0) return;
    await reaction.run(context, {
      id: row.id,
      name: row.name,
      ownerId: row.owner_id,
      recordId: row.record_id,
      payload: row.payload,
      at: row.at.toISOString(),
    });
  });
}

/** Counts the failure; true when it was the last try. */
async function rememberFailure(
  options: RelayOptions,
  reaction: EventReaction,
  row: EventRow,
  error: unknown,
): Promise<boolean> {
  const { runner, maxAttempts = 10, backOffMs = 1000 } = options;
  const now = runner.clock.now();
  return runner.database.transaction(system, async ({ client }) => {
    const before = await client.query<{ attempts: number }>(
      'select attempts from outbox_failure where owner_id = $1 and event_id = $2 and reaction = $3',
      [row.owner_id, row.id, reaction.id],
    );
    const attempts = (before.rows[0]?.attempts ?? 0) + 1;
    const dead = attempts >= maxAttempts;
    const wait = Math.min(longestBackOffMs, backOffMs * 2 ** (attempts - 1));
    await client.query({
      name: 'outbox-fail',
      text: `insert into outbox_failure (owner_id, event_id, reaction, attempts, last_error, next_at, dead_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (owner_id, event_id, reaction) do update set attempts = excluded.attempts,
          last_error = excluded.last_error, next_at = excluded.next_at, dead_at = excluded.dead_at`,
      values: [
        row.owner_id,
        row.id,
        reaction.id,
        attempts,
        String(error).slice(0, 2000),
        dead ? null : new Date(now.getTime() + wait),
        dead ? now : null,
      ],
    });
    return dead;
  });
}
