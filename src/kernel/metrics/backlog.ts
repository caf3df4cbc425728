import type { Database } from '#kernel/database/database.ts';

/** What waits in the database, by numbers that cost little however much there is. */
export interface Backlog {
  readonly outboxWaiting: number;
  readonly outboxLagSeconds: number;
  readonly outboxDead: number;
  readonly trailPending: number;
  readonly deadlineLagSeconds: number;
  readonly deadlinesFailing: number;
  readonly mailsWaiting: number;
  readonly commits: number;
  readonly rollbacks: number;
}

/** Counts stop here, so that a backlog of millions does not make the measuring the problem. */
const bound = 100_000;

const backlogText = `
select
  (select count(*) from (select from outbox_event where relayed_at is null limit ${bound}) x)::int as "outboxWaiting",
  greatest(0, coalesce(extract(epoch from $1::timestamptz
    - (select at from outbox_event where relayed_at is null order by id limit 1)), 0))::float8 as "outboxLagSeconds",
  (select count(*) from outbox_failure where dead_at is not null)::int as "outboxDead",
  (select count(*) from (select from trail_pending limit ${bound}) x)::int as "trailPending",
  greatest(0, coalesce(extract(epoch from $1::timestamptz
    - (select next_at from record_deadline where next_at is not null order by next_at limit 1)), 0))::float8 as "deadlineLagSeconds",
  (select count(*) from record_deadline where next_at is not null and failures > 0)::int as "deadlinesFailing",
  (select count(*) from (select from mail where delivery = 'queued' limit ${bound}) x)::int as "mailsWaiting",
  (select xact_commit from pg_stat_database where datname = current_database())::float8 as commits,
  (select xact_rollback from pg_stat_database where datname = current_database())::float8 as rollbacks`;

/** Reads the backlog across organisations: numbers only. */
export async function readBacklog(database: Database, now: Date): Promise<Backlog> {
  return database.transaction(
    { role: 'system', scope: [], person: null, readOnly: true },
    async ({ client }) => {
      const { rows } = await client.query<Backlog>({
        name: 'backlog',
        text: backlogText,
        values: [now],
      });
      if (rows[0] === undefined) throw new Error('no backlog');
      return rows[0];
    },
  );
}
