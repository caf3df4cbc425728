/** What says which meetings belong together. */
export type MeetingScope = Readonly<Record<string, unknown>>;

const dimensions = ['communities', 'threads', 'memberStates'] as const;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Whether the action points of one meeting are reviewed in another (R-MTG-15): both are of the same series, or, where neither is of one, their
 * scopes meet in every dimension that both name, and in one at least.
 */
export function belongTogether(one: MeetingScope, other: MeetingScope): boolean {
  const [series, otherSeries] = [one['series'] ?? null, other['series'] ?? null];
  if (series !== null || otherSeries !== null) return series === otherSeries;
  const shared = dimensions
    .map((name) => [listOf(one[name]), listOf(other[name])] as const)
    .filter(([mine, theirs]) => mine.length > 0 && theirs.length > 0)
    .map(([mine, theirs]) => mine.some((value) => theirs.includes(value)));
  return shared.length > 0 && shared.every(Boolean);
}
