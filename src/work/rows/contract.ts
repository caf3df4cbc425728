import { z } from 'zod';
import { id, problem } from '#work/contract.ts';

/** Most rows of one request; more come in a second one. */
export const mostRows = 200;

/** Many rows in one request. Each is decoded, authorised and written on its own, so that a bad one costs no good one. */
export const rowsInput = z.strictObject({
  rows: z.array(z.record(z.string(), z.unknown())).min(1).max(mostRows),
});

/** The problem as it would be answered to the row alone, with all that a refusal says. */
const problemOfRow = problem
  .extend({
    refusals: z
      .array(z.looseObject({ rule: z.string(), name: z.string().optional(), clause: z.string() }))
      .optional(),
  })
  .loose();

/** What became of each row, in the order in which they came. */
export const rowsOutcome = z.object({
  done: z.number().int(),
  refused: z.number().int(),
  rows: z.array(
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('done'), id, version: z.number().int() }),
      z.object({ outcome: z.literal('refused'), problem: problemOfRow }),
    ]),
  ),
});

export type RowsOutcome = z.infer<typeof rowsOutcome>;
