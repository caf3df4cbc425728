/** A test of the report, as far as it matters here. */
export interface ReportedTest {
  readonly name: string;
  readonly file: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
}

export interface RequirementCoverage {
  /** The passing tests whose title carries the id, for each requirement that has any. */
  readonly met: ReadonlyMap<string, readonly ReportedTest[]>;
  readonly unmet: readonly string[];
  /** Met, but still on the list of unmet ones. */
  readonly newlyMet: readonly string[];
  /** Unmet, but not on the list: met before, and lost. One whose tests were skipped on this machine is not lost. */
  readonly lost: readonly string[];
}

/**
 * Which requirements are met: a passing test carries the id in its title and none that carries it failed. A skipped test
 * shows nothing.
 *
 * @param allowedUnmet the checked-in list of ids that need not be met yet
 */
export function requirementCoverage(
  ids: readonly string[],
  tests: readonly ReportedTest[],
  allowedUnmet: readonly string[],
): RequirementCoverage {
  const known = new Set(ids);
  const met = new Map<string, ReportedTest[]>();
  const failed = new Set<string>();
  const skipped = new Set<string>();
  for (const test of tests) {
    for (const id of new Set(test.name.match(/\bR-[A-Z]+-\d+\b/g) ?? [])) {
      if (!known.has(id)) continue;
      if (test.outcome === 'failed') failed.add(id);
      if (test.outcome === 'skipped') skipped.add(id);
      if (test.outcome === 'passed') met.set(id, [...(met.get(id) ?? []), test]);
    }
  }
  for (const id of failed) met.delete(id);
  const unmet = ids.filter((id) => !met.has(id));
  return {
    met,
    unmet,
    newlyMet: allowedUnmet.filter((id) => met.has(id)),
    lost: unmet.filter((id) => !allowedUnmet.includes(id) && (failed.has(id) || !skipped.has(id))),
  };
}
