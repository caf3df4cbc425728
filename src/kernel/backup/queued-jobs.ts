import type { PoolClient } from 'pg';
import { z } from 'zod';

/**
 * Work that waits in the queue. It is saved as requests for work, not as the queue's tables: those belong to the version of the queue that
 * made them. After a restore the relay hands the requests to the queue anew; handlers are idempotent. Jobs that had failed too often get
 * another chance that way.
 */
const queuedJob = z.object({
  id: z.string(),
  kind: z.string(),
  payload: z.record(z.string(), z.unknown()),
  key: z.string().nullable(),
  at: z.iso.datetime(),
});
export const queuedJobsSchema = z.array(queuedJob);
export type QueuedJobs = z.infer<typeof queuedJobsSchema>;

/** The jobs that are not done, those at work included: whoever does them is not restored with them. */
export async function readQueuedJobs(client: PoolClient): Promise<QueuedJobs> {
  const found = await client.query<{ there: boolean }>(
    `select to_regclass('pgboss.job') is not null as there`,
  );
  if (found.rows[0]?.there !== true) return [];
  const { rows } = await client.query<Omit<z.infer<typeof queuedJob>, 'at'> & { at: Date }>(`
    select id, coalesce(to_jsonb(j) ->> 'source_name', name) as kind, coalesce(data, '{}') as payload,
      nullif(singleton_key, id::text) as key, created_on as at
    from pgboss.job j where state in ('created', 'retry', 'active') and name not like '\\_\\_%' order by id`);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Leaves the jobs as requests; one that stands there already is not doubled. */
export async function requestJobs(client: PoolClient, jobs: QueuedJobs): Promise<void> {
  await client.query(
    `insert into job_request (id, kind, payload, singleton_key, at)
     select id, kind, payload, key, at
     from jsonb_to_recordset($1::jsonb) as j (id uuid, kind text, payload jsonb, key text, at timestamptz)
     on conflict do nothing`,
    [JSON.stringify(jobs)],
  );
}
