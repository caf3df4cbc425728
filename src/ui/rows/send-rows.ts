import type { RowsOutcome } from '#work/rows/contract.ts';
import { send } from '../api/client.ts';

export type RowOutcome = RowsOutcome['rows'][number];

/** How many rows go in one request: few enough that progress shows, many enough that the way there does not count. */
const AT_ONCE = 25;

export interface Sending {
  /** How many rows were answered so far, done or refused. */
  readonly onProgress: (answered: number) => void;
  /** Of one attempt: sent again with the same key, rows whose answer was lost on the way are not done twice. */
  readonly attempt: string;
}

/**
 * Sends many rows, each decided on its own, and tells what became of each, in order. What was answered before a request fails is told by
 * `onProgress`. @throws ApiError, OfflineError
 */
export async function sendRows(
  path: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  { onProgress, attempt }: Sending,
): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    const answer = await send<RowsOutcome>(
      'POST',
      path,
      { rows: some },
      { idempotencyKey: `${attempt}-${from}` },
    );
    outcomes.push(...answer.rows);
    onProgress(outcomes.length);
  }
  return outcomes;
}
