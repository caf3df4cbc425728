import type { Runner } from './command.ts';
import { keyLifeMs } from './idempotency.ts';

/** Removes the answers of changes that may no longer be sent again. Returns how many. */
export async function pruneIdempotencyKeys(runner: Runner): Promise<number> {
  const before = new Date(runner.clock.now().getTime() - keyLifeMs);
  return runner.database.transaction(
    { role: 'system', scope: [], person: null },
    async ({ client }) => {
      const { rowCount } = await client.query('delete from idempotency_key where at < $1', [
        before,
      ]);
      return rowCount ?? 0;
    },
  );
}
