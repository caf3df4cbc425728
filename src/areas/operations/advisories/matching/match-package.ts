import type { AffectedStatus, VersionInterval } from '#formats/advisory.ts';
import type { VersionOrdering } from '#formats/versions/ordering.ts';
import { isInInterval } from '#formats/versions/range.ts';

/** What an advisory says about one package, for one of its vulnerabilities or all of them. */
export interface PackageStatement {
  readonly vulnerability: string | null;
  readonly status: AffectedStatus;
  readonly intervals: readonly VersionInterval[];
  readonly versions: readonly string[];
  /** A range as free text, for products whose vendor writes no versions that can be ordered. */
  readonly rangeText?: string | null;
  readonly remediation: string | null;
}

/** Four things that are never mixed up: affected, affected without a fix, not affected, and not known. */
export type Verdict = 'affected' | 'no-fix' | 'not-affected' | 'unknown';

/** The sentence that explains a verdict: the text `advisory.reason.<code>` with its values. */
export interface Reason {
  readonly code:
    | 'below-fixed'
    | 'up-to-last-affected'
    | 'listed'
    | 'same-range'
    | 'every-version'
    | 'in-range-without-fix'
    | 'outside-ranges'
    | 'said-not-affected'
    | 'version-missing'
    | 'version-unreadable'
    | 'bound-unreadable'
    | 'no-ordering'
    | 'commits-only'
    | 'range-unreadable'
    | 'under-investigation'
    | 'product-mapping'
    | 'cpe-name';
  readonly values: Readonly<Record<string, string>>;
}

export interface MatchOutcome {
  readonly verdict: Verdict;
  /** The version from which nothing said here applies any more; null when none is named. */
  readonly fixedVersion: string | null;
  readonly reason: Reason;
  /** Vulnerabilities that apply (or may apply); empty when the statements name none. */
  readonly vulnerabilities: readonly string[];
}

interface Judged {
  readonly verdict: Verdict;
  readonly fixed: string | null;
  readonly reason: Reason;
  /** True when the version is named itself: it weighs more than a range. */
  readonly exact: boolean;
}

/**
 * Judges one version of a package by everything that an advisory says about it. A version that cannot be ordered is unknown, never not
 * affected; a version that a statement names itself outweighs ranges for the same vulnerability.
 * @param ordering null when the ecosystem's versions have no known order
 */
export function matchPackage(
  ordering: VersionOrdering | null,
  version: string,
  statements: readonly PackageStatement[],
): MatchOutcome {
  const byVulnerability = new Map<string, Judged>();
  for (const statement of statements) {
    const judged = judge(ordering, version, statement);
    const key = statement.vulnerability ?? '';
    const known = byVulnerability.get(key);
    if (known === undefined || outweighs(judged, known)) byVulnerability.set(key, judged);
  }
  const all = [...byVulnerability];
  const affecting = all.filter(([, { verdict }]) => verdict === 'affected' || verdict === 'no-fix');
  const worst =
    affecting.find(([, { verdict }]) => verdict === 'no-fix') ??
    affecting.find(([, judged]) => judged.fixed === highest(ordering, affecting)) ??
    affecting[0] ??
    all.find(([, { verdict }]) => verdict === 'unknown') ??
    all[0];
  if (worst === undefined) return notNamed(version);
  const { verdict, reason } = worst[1];
  return {
    verdict,
    fixedVersion: verdict === 'affected' ? highest(ordering, affecting) : null,
    reason,
    vulnerabilities: all
      .filter(([key, judged]) => key !== '' && judged.verdict === verdictOrFix(verdict, judged))
      .map(([key]) => key),
  };
}

function notNamed(version: string): MatchOutcome {
  return {
    verdict: 'not-affected',
    fixedVersion: null,
    reason: { code: 'outside-ranges', values: { version } },
    vulnerabilities: [],
  };
}

function verdictOrFix(verdict: Verdict, judged: Judged): Verdict {
  const affects = (one: Verdict) => one === 'affected' || one === 'no-fix';
  return affects(verdict) && affects(judged.verdict) ? judged.verdict : verdict;
}

const weights: Readonly<Record<Verdict, number>> = {
  'no-fix': 3,
  affected: 2,
  unknown: 1,
  'not-affected': 0,
};

function outweighs(one: Judged, other: Judged): boolean {
  if (one.exact !== other.exact) return one.exact;
  return weights[one.verdict] > weights[other.verdict];
}

function highest(
  ordering: VersionOrdering | null,
  affecting: readonly (readonly [string, Judged])[],
): string | null {
  let best: string | null = null;
  for (const [, { fixed }] of affecting) {
    if (fixed === null) continue;
    if (best === null || (ordering !== null && ordering.compare(fixed, best) > 0)) best = fixed;
  }
  return best;
}

function judge(
  ordering: VersionOrdering | null,
  version: string,
  statement: PackageStatement,
): Judged {
  const place = locate(ordering, version, statement);
  if (place.kind === 'outside') return judged('not-affected', place.reason, null, false);
  if (place.kind === 'unknown') {
    // Not knowing whether "not affected" holds says nothing, so it must not hide what other statements say.
    const quiet = statement.status === 'fixed' || statement.status === 'not-affected';
    return judged(quiet ? 'not-affected' : 'unknown', place.reason, null, false);
  }
  switch (statement.status) {
    case 'fixed':
    case 'not-affected':
      return judged('not-affected', reason('said-not-affected', { version }), null, place.exact);
    case 'under-investigation':
      return judged('unknown', reason('under-investigation', { version }), null, place.exact);
    case 'affected':
      return judged(
        place.fixed !== null || statement.remediation === 'vendor-fix' ? 'affected' : 'no-fix',
        place.reason,
        place.fixed,
        place.exact,
      );
  }
}

function judged(verdict: Verdict, why: Reason, fixed: string | null, exact: boolean): Judged {
  return { verdict, fixed, reason: why, exact };
}

function reason(code: Reason['code'], values: Readonly<Record<string, string>>): Reason {
  return { code, values };
}

type Place =
  | {
      readonly kind: 'inside';
      readonly reason: Reason;
      readonly fixed: string | null;
      readonly exact: boolean;
    }
  | { readonly kind: 'outside'; readonly reason: Reason }
  | { readonly kind: 'unknown'; readonly reason: Reason };

/** Whether the version is one that the statement is about. */
function locate(
  ordering: VersionOrdering | null,
  version: string,
  statement: PackageStatement,
): Place {
  const ordered = statement.intervals.filter(({ order }) => order !== 'git');
  const listed =
    statement.versions.includes(version) ||
    (ordering?.isValid(version) === true &&
      statement.versions.some((one) => ordering.compare(one, version) === 0));
  const range = ordered.length === 0 ? null : locateInRanges(ordering, version, ordered);
  if (range?.kind === 'inside') return { ...range, exact: listed };
  if (listed && version !== '') {
    return { kind: 'inside', reason: reason('listed', { version }), fixed: null, exact: true };
  }
  if (typeof statement.rangeText === 'string') return locateInText(version, statement.rangeText);
  if (range !== null) return range;
  if (statement.intervals.length > 0 && statement.versions.length === 0) {
    return { kind: 'unknown', reason: reason('commits-only', { version }) };
  }
  if (statement.versions.length === 0) {
    return {
      kind: 'inside',
      reason: reason('every-version', { version }),
      fixed: null,
      exact: false,
    };
  }
  if (version === '') return { kind: 'unknown', reason: reason('version-missing', {}) };
  return { kind: 'outside', reason: reason('outside-ranges', { version }) };
}

function locateInText(version: string, rangeText: string): Place {
  if (version !== '' && sameText(version, rangeText)) {
    const why = reason('same-range', { version, range: rangeText });
    return { kind: 'inside', reason: why, fixed: null, exact: true };
  }
  return { kind: 'unknown', reason: reason('range-unreadable', { version, range: rangeText }) };
}

function sameText(one: string, other: string): boolean {
  const plain = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/^v(?=\d)|\s+/g, '');
  return plain(one) === plain(other);
}

function locateInRanges(
  ordering: VersionOrdering | null,
  version: string,
  intervals: readonly VersionInterval[],
): Place {
  if (intervals.some(isUnbounded)) {
    const why = reason('every-version', { version });
    return { kind: 'inside', reason: why, fixed: null, exact: false };
  }
  if (version === '') return { kind: 'unknown', reason: reason('version-missing', {}) };
  if (ordering === null) return { kind: 'unknown', reason: reason('no-ordering', { version }) };
  if (!ordering.isValid(version)) {
    return { kind: 'unknown', reason: reason('version-unreadable', { version }) };
  }
  let unreadable: string | null = null;
  for (const interval of intervals) {
    const bad = boundsOf(interval).find((bound) => !ordering.isValid(bound));
    if (bad !== undefined) unreadable = bad;
    else if (isInInterval(ordering, version, interval)) return insideOf(version, interval);
  }
  if (unreadable !== null) {
    return { kind: 'unknown', reason: reason('bound-unreadable', { version, bound: unreadable }) };
  }
  return { kind: 'outside', reason: reason('outside-ranges', { version }) };
}

function isUnbounded({ introduced, fixed, lastAffected }: VersionInterval): boolean {
  return (introduced === null || introduced === '0') && fixed === null && lastAffected === null;
}

/** The versions that bound an interval, `0` for the beginning left out. */
export function boundsOf({
  introduced,
  fixed,
  lastAffected,
}: Omit<VersionInterval, 'order'>): string[] {
  return [introduced === '0' ? null : introduced, fixed, lastAffected].filter(
    (bound) => bound !== null,
  );
}

function insideOf(version: string, { fixed, lastAffected }: VersionInterval): Place {
  if (fixed !== null) {
    const why = reason('below-fixed', { version, fixed });
    return { kind: 'inside', reason: why, fixed, exact: false };
  }
  const why =
    lastAffected === null
      ? reason('in-range-without-fix', { version })
      : reason('up-to-last-affected', { version, last: lastAffected });
  return { kind: 'inside', reason: why, fixed: null, exact: false };
}
