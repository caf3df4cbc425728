import type { Comparison, Result, Standing } from '../choices.ts';

const standingsOf: Readonly<Record<Result, Standing>> = {
  'not-checked': 'open',
  pass: 'complies',
  fixed: 'complies',
  'not-applicable': 'complies',
  informational: 'complies',
  fail: 'fails',
  error: 'undetermined',
  unknown: 'undetermined',
};

/**
 * What a result means for compliance. What a scanner did not look at, although it was run, is undetermined: absence of a failure is no proof.
 * @param looked whether somebody or something looked, and left it unchecked
 */
export function standingOf(result: Result, looked: boolean): Standing {
  return result === 'not-checked' && looked ? 'undetermined' : standingsOf[result];
}

const number = /^[+-]?\d+(\.\d+)?$/;

/**
 * Whether an observed value meets the expected one; null where that is for a person to say (no value, or texts where numbers are compared).
 * `one-of` takes values separated by commas. Texts are compared without regard to case and outer blanks.
 */
export function meetsBenchmark(
  comparison: Comparison,
  expected: string | null,
  observed: string | null,
): boolean | null {
  const [want, have] = [expected?.trim() ?? '', observed?.trim() ?? ''];
  if (want === '' || have === '' || comparison === 'complies') return null;
  const same = (one: string) => one.trim().toLowerCase() === have.toLowerCase();
  if (comparison === 'one-of') return want.split(',').some(same);
  const numbers = number.test(want) && number.test(have);
  if (comparison === 'equals') return same(want) || (numbers && Number(want) === Number(have));
  if (!numbers) return null;
  return comparison === 'at-least' ? Number(have) >= Number(want) : Number(have) <= Number(want);
}

export interface ChoosableLine {
  readonly importance: string;
  readonly environment: string;
}

/**
 * The line of a benchmark that holds for an asset: the closest of those that fit, its importance before its environment; the line for any
 * importance and environment last.
 * @param asset importance (value class) and environment; null where the register does not know
 */
export function benchmarkFor<Line extends ChoosableLine>(
  lines: readonly Line[],
  asset: { readonly importance: string | null; readonly environment: string | null },
): Line | null {
  const fits = (said: string, is: string | null) => said === 'any' || said === is;
  const closeness = ({ importance, environment }: Line) =>
    (importance === 'any' ? 0 : 2) + (environment === 'any' ? 0 : 1);
  const fitting = lines.filter(
    (line) => fits(line.importance, asset.importance) && fits(line.environment, asset.environment),
  );
  return [...fitting].sort((a, b) => closeness(b) - closeness(a))[0] ?? null;
}
