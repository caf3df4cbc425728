import type { VersionOrdering } from './ordering.ts';

/**
 * Affected versions from `introduced` on (null: from the first version) up to but not including `fixed`, or up to and
 * including `lastAffected`; with neither, without end.
 */
export interface VersionInterval {
  readonly introduced: string | null;
  readonly fixed: string | null;
  readonly lastAffected: string | null;
}

/** One event of an OSV range (OSV schema, `affected[].ranges[].events[]`): exactly one of the keys. */
export interface OsvEvent {
  readonly introduced?: string | undefined;
  readonly fixed?: string | undefined;
  readonly last_affected?: string | undefined;
  readonly limit?: string | undefined;
}

/** Whether the version lies in the interval. */
export function isInInterval(
  ordering: VersionOrdering,
  version: string,
  interval: VersionInterval,
): boolean {
  const { introduced, fixed, lastAffected } = interval;
  if (introduced !== null && ordering.compare(version, introduced) < 0) return false;
  if (fixed !== null && ordering.compare(version, fixed) >= 0) return false;
  return lastAffected === null || ordering.compare(version, lastAffected) <= 0;
}

/**
 * Whether a version is affected by an advisory: it is among the listed `versions` or lies in one of the intervals (OSV schema,
 * "Evaluation"). Listed versions are compared by the ordering, so that `1.0` and `1.0.0` are the same where the ecosystem says so.
 */
export function isAffected(
  ordering: VersionOrdering,
  version: string,
  intervals: readonly VersionInterval[],
  versions: readonly string[] = [],
): boolean {
  for (const listed of versions) {
    if (listed === version || ordering.compare(listed, version) === 0) return true;
  }
  return intervals.some((interval) => isInInterval(ordering, version, interval));
}

interface Mark {
  readonly version: string | null;
  readonly kind: 'introduced' | 'fixed' | 'lastAffected';
}

/** An event in the same place as another comes in this order: a version introduced where one was fixed is affected. */
const kindRank = { lastAffected: 0, fixed: 1, introduced: 2 } as const;

/**
 * The intervals of one OSV range's events (OSV schema, "Evaluation"). With an ordering the events are sorted first, as the schema
 * asks; without one their order is kept. `introduced: "0"` is the beginning. Events that open an open interval or close a
 * closed one change nothing. `limit` (for commits) bounds the whole range: the largest one ends every later interval; `*`
 * is no limit. A range without `introduced` has no interval.
 */
export function intervalsOfOsvEvents(
  events: readonly OsvEvent[],
  ordering: VersionOrdering | null = null,
): VersionInterval[] {
  const marks = events.flatMap(marksOf);
  if (ordering !== null) marks.sort((a, b) => compareMarks(ordering, a, b));
  const intervals: VersionInterval[] = [];
  let open = false;
  let introduced: string | null = null;
  for (const mark of marks) {
    if (mark.kind === 'introduced') {
      if (!open) introduced = mark.version;
      open = true;
    } else if (open) {
      intervals.push(closed(introduced, mark));
      open = false;
    }
  }
  if (open) intervals.push({ introduced, fixed: null, lastAffected: null });
  return limited(intervals, limitOf(events, ordering), ordering);
}

function marksOf(event: OsvEvent): Mark[] {
  const marks: Mark[] = [];
  if (event.introduced !== undefined) {
    const version = event.introduced === '0' ? null : event.introduced;
    marks.push({ kind: 'introduced', version });
  }
  if (event.fixed !== undefined) marks.push({ kind: 'fixed', version: event.fixed });
  if (event.last_affected !== undefined)
    marks.push({ kind: 'lastAffected', version: event.last_affected });
  return marks;
}

function compareMarks(ordering: VersionOrdering, a: Mark, b: Mark): number {
  if (a.version === null || b.version === null) {
    return (a.version === null ? 0 : 1) - (b.version === null ? 0 : 1);
  }
  const places = ordering.compare(a.version, b.version);
  if (places !== 0) return places;
  // Affected from a version up to and including itself: the opening comes first there.
  if (a.kind === 'lastAffected' && b.kind === 'introduced') return 1;
  if (a.kind === 'introduced' && b.kind === 'lastAffected') return -1;
  return kindRank[a.kind] - kindRank[b.kind];
}

function closed(introduced: string | null, mark: Mark): VersionInterval {
  return mark.kind === 'fixed'
    ? { introduced, fixed: mark.version, lastAffected: null }
    : { introduced, fixed: null, lastAffected: mark.version };
}

/** The largest limit, or null when there is none; events without any limit have the implicit limit `*`. */
function limitOf(events: readonly OsvEvent[], ordering: VersionOrdering | null): string | null {
  let largest: string | null = null;
  for (const { limit } of events) {
    if (limit === undefined) continue;
    if (limit === '*') return null;
    if (largest === null || (ordering !== null && ordering.compare(limit, largest) > 0))
      largest = limit;
  }
  return largest;
}

function limited(
  intervals: VersionInterval[],
  limit: string | null,
  ordering: VersionOrdering | null,
): VersionInterval[] {
  if (limit === null) return intervals;
  return intervals.flatMap((interval) => {
    const { introduced, fixed, lastAffected } = interval;
    if (ordering === null) {
      return fixed === null && lastAffected === null ? [{ ...interval, fixed: limit }] : [interval];
    }
    if (introduced !== null && ordering.compare(introduced, limit) >= 0) return [];
    const end = fixed ?? lastAffected;
    const isLater =
      end === null ||
      ordering.compare(end, limit) > 0 ||
      (lastAffected !== null && ordering.compare(lastAffected, limit) >= 0);
    return isLater ? [{ introduced, fixed: limit, lastAffected: null }] : [interval];
  });
}
