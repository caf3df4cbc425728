import type { PgBoss } from 'pg-boss';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Database } from '#kernel/database/database.ts';

interface RequestRow {
  id: string;
  kind: string;
  payload: Record<string, unknown>;
  singleton_key: string | null;
}

/**
 * Moves requests that transactions left to the queue: removed here and inserted there in one transaction, so each becomes exactly one job,
 * with the request's id. Requests for later stay until the kernel's clock says so. Runs as owner, because the queue's schema belongs to it.
 * @returns how many were moved.
 */
export async function moveRequests(
  database: Database,
  clock: Clock,
  boss: PgBoss,
  ensureQueue: (kind: string) => Promise<void>,
  limit = 500,
): Promise<number> {
  const waiting = await database.transaction(
    { role: 'owner', scope: [], person: null, readOnly: true },
    async ({ client }) => {
      const { rows } = await client.query<{ kind: string }>(
        'select distinct kind from job_request where start_after is null or start_after <= $1',
        [clock.now()],
      );
      return rows.map((row) => row.kind);
    },
  );
  if (waiting.length === 0) return 0;
  for (const kind of waiting) await ensureQueue(kind);
  return database.transaction({ role: 'owner', scope: [], person: null }, async ({ client }) => {
    const { rows } = await client.query<RequestRow>({
      name: 'job-take-requests',
      text: `with taken as materialized (
          select id from job_request where (start_after is null or start_after <= $1) and kind = any ($2::text[])
          order by id limit $3 for update skip locked
        )
        delete from job_request r using taken t where r.id = t.id returning r.id, r.kind, r.payload, r.singleton_key`,
      values: [clock.now(), waiting, limit],
    });
    const db = {
      executeSql: (text: string, values?: unknown[]) => client.query(text, values as unknown[]),
    };
    for (const kind of new Set(rows.map((row) => row.kind))) {
      await boss.insert(
        kind,
        rows
          .filter((row) => row.kind === kind)
          .sort((one, other) => (one.id < other.id ? -1 : 1))
          // Every job has a key: the queue lets one of a key wait, and without one all would share the empty key.
          .map((row) => ({
            id: row.id,
            data: row.payload,
            singletonKey: row.singleton_key ?? row.id,
          })),
        { db },
      );
    }
    return rows.length;
  });
}
