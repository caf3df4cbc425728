import type { PgBoss } from 'pg-boss';

/** A job that failed too often, as an administrator sees it: metadata, no payload. */
export interface DeadJob {
  readonly id: string;
  readonly kind: string;
  readonly attempts: number;
  readonly error: string;
  readonly failedAt: string;
}

/** Where jobs go that failed at every try. Nobody works there; they wait to be replayed. */
export const deadLetterQueue = 'dead-letters';

/** Dead jobs, newest first. */
export async function deadJobs(boss: PgBoss, limit: number): Promise<DeadJob[]> {
  const { rows } = await boss.getDb().executeSql(
    `select id, source_name, source_retry_count, source_output, created_on from pgboss.job
     where name = $1 and state = 'created' order by created_on desc, id limit $2`,
    [deadLetterQueue, limit],
  );
  const dead = rows as {
    id: string;
    source_name: string;
    source_retry_count: number;
    source_output: { message?: string } | null;
    created_on: Date;
  }[];
  return dead.map((row) => ({
    id: row.id,
    kind: row.source_name,
    attempts: row.source_retry_count + 1,
    error: row.source_output?.message ?? '',
    failedAt: row.created_on.toISOString(),
  }));
}

/** A job that is being worked on, or waits for its turn or its next try: metadata, no payload. */
export interface LiveJob {
  readonly id: string;
  readonly kind: string;
  readonly attempts: number;
  /** Why the last try failed, or an empty text. */
  readonly error: string;
  /** Since when it runs, or when it may start. */
  readonly since: string;
}

/** Jobs of one state, the oldest first. */
export async function liveJobs(
  boss: PgBoss,
  state: 'running' | 'waiting',
  limit: number,
): Promise<LiveJob[]> {
  const { rows } = await boss.getDb().executeSql(
    `select id, name, state, retry_count, output, started_on, start_after from pgboss.job
     where name <> $1 and state::text = any ($2) order by coalesce(started_on, start_after), id limit $3`,
    [deadLetterQueue, state === 'running' ? ['active'] : ['created', 'retry'], limit],
  );
  const live = rows as {
    id: string;
    name: string;
    retry_count: number;
    output: { message?: string } | null;
    started_on: Date | null;
    start_after: Date;
  }[];
  return live.map((row) => ({
    id: row.id,
    kind: row.name,
    attempts: row.retry_count + (state === 'running' ? 1 : 0),
    error: row.output?.message ?? '',
    since: (state === 'running'
      ? (row.started_on ?? row.start_after)
      : row.start_after
    ).toISOString(),
  }));
}

/** Gives a dead job back to the queue it came from. False: there is none of this id. */
export async function replayJob(boss: PgBoss, id: string): Promise<boolean> {
  return (await boss.redrive(deadLetterQueue, { ids: [id] })) > 0;
}
