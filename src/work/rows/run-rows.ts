import type { FastifyRequest } from 'fastify';
import type { RowsOutcome } from './contract.ts';

interface Written {
  readonly id: string;
  readonly version: number;
}

type Refused = Extract<RowsOutcome['rows'][number], { outcome: 'refused' }>;

/**
 * Runs the rows of one request one after the other, each a command of its own with its own transaction: a refused row is told and costs no
 * other. With an `Idempotency-Key` each row is a step of the request; sent again, what was done stays done, and what was refused is tried anew.
 */
export async function runRows(
  request: Pick<FastifyRequest, 'server' | 'url'>,
  rows: readonly Readonly<Record<string, unknown>>[],
  run: (row: Readonly<Record<string, unknown>>) => Promise<Written>,
): Promise<RowsOutcome> {
  const outcomes: RowsOutcome['rows'] = [];
  for (const row of rows) {
    try {
      const { id, version } = await run(row);
      outcomes.push({ outcome: 'done', id, version });
    } catch (error) {
      const problem = request.server.problemFor(error, request.url);
      outcomes.push({ outcome: 'refused', problem: { ...problem } as Refused['problem'] });
    }
  }
  const done = outcomes.filter(({ outcome }) => outcome === 'done').length;
  return { done, refused: outcomes.length - done, rows: outcomes };
}
