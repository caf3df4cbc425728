import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, invalidInput } from '#kernel/errors/app-error.ts';
import type { RecordChange, RegisterModule } from '#work/catalogue.ts';
import type { Comparison, Result } from '../choices.ts';
import { configurationResults } from '../registers/checks.ts';
import { meetsBenchmark, standingOf } from './judge.ts';

/** Results are written while their check is scheduled: afterwards another person evaluates them. */
async function refuseOutsideCheck(
  context: WriteContext,
  { ownerId, id }: RecordChange,
): Promise<void> {
  const { rows } = await context.client.query<{ open: boolean }>({
    name: 'configuration-result-case',
    text: `select (c.state = 'scheduled' and r.current) as open from configuration_result r
        join procedure_case c on c.owner_id = r.owner_id and c.id = r.case_id
      where r.owner_id = $1 and r.id = $2 for update of c`,
    values: [ownerId, id],
  });
  if (rows[0]?.open === true) return;
  throw conflict(
    'check-not-scheduled',
    'Results are entered while their check is scheduled: have it looked at again.',
  );
}

/** A value that does not meet the benchmark cannot pass, and one that meets it cannot fail. @throws 422 */
function refuseContradiction(after: Readonly<Record<string, unknown>>): void {
  const { comparison, expected, observed, result } = after as {
    readonly comparison: Comparison | null;
    readonly expected: string | null;
    readonly observed: string | null;
    readonly result: Result;
  };
  const meets = meetsBenchmark(comparison ?? 'complies', expected, observed);
  if (meets === null) return;
  if (!((meets && result === 'fail') || (!meets && (result === 'pass' || result === 'fixed')))) {
    return;
  }
  const message = meets
    ? `The value ${observed} meets what is expected (${expected}): this is no failure.`
    : `The value ${observed} does not meet what is expected (${expected}): this does not pass.`;
  throw invalidInput([{ path: '/fields/result', code: 'benchmark', message }]);
}

export const resultsModule: RegisterModule = {
  register: configurationResults,
  derive: ({ result }) => ({ standing: standingOf(result as Result, true) }),
  changed: async (context, change) => {
    if (change.kind !== 'update' || change.after === null) return;
    await refuseOutsideCheck(context, change);
    refuseContradiction(change.after);
    await context.client.query({
      name: 'configuration-result-looked-at',
      text: 'update configuration_result set looked_at = $3 where owner_id = $1 and id = $2',
      values: [change.ownerId, change.id, context.now],
    });
  },
};
