import type { VersionOrdering } from '#formats/versions/ordering.ts';
import { boundsOf, matchPackage, type PackageStatement, type Verdict } from './match-package.ts';

/** What one advisory says about the package of an index. */
export interface StatementRow {
  /** Key of the advisory's row for the package. */
  readonly id: number;
  readonly statements: readonly PackageStatement[];
}

/** Stored form of the verdicts that are stored. */
export const verdictNumbers = { affected: 1, 'no-fix': 2, unknown: 3 } as const;
export type VerdictNumber = (typeof verdictNumbers)[keyof typeof verdictNumbers];

const verdictNames: readonly Verdict[] = ['not-affected', 'affected', 'no-fix', 'unknown'];

/** The name of a stored verdict. */
export function verdictOf(number: number): Verdict {
  return verdictNames[number] ?? 'unknown';
}

/** Rows whose whole statement is one interval with readable bounds; nearly all of a distribution's advisories are. */
interface Plain {
  readonly id: number;
  readonly introduced: string | null;
  readonly fixed: string | null;
  readonly lastAffected: string | null;
  readonly verdict: VerdictNumber;
}

const beginning = -1;
const never = 0x7fff_ffff;

/**
 * Everything that is said about one package, sorted once: each bound gets a rank, so that a version is placed by one binary search and
 * every advisory is judged by comparing integers. Advisories with a single upper bound stand sorted by it, and those that affect a version
 * are a suffix; the others are looked at one by one.
 */
export class PackageIndex {
  readonly #ordering: VersionOrdering | null;
  readonly #others: StatementRow[] = [];
  readonly #bounds: string[] = [];
  #suffixIds = new Int32Array();
  #suffixEnds = new Int32Array();
  #suffixVerdicts = new Uint8Array();
  #ranges: { id: number; from: number; to: number; verdict: VerdictNumber }[] = [];

  constructor(ordering: VersionOrdering | null, rows: readonly StatementRow[]) {
    this.#ordering = ordering;
    const plain: Plain[] = [];
    for (const row of rows) {
      const one = ordering === null ? null : plainOf(ordering, row);
      if (one === null) this.#others.push(row);
      else plain.push(one);
    }
    if (ordering !== null) this.#rank(ordering, plain);
  }

  #rank(ordering: VersionOrdering, plain: readonly Plain[]): void {
    const all = [...new Set(plain.flatMap((one) => boundsOf(one)))].sort((a, b) =>
      ordering.compare(a, b),
    );
    const ranks = new Map<string, number>();
    for (const bound of all) {
      const last = this.#bounds.at(-1);
      if (last === undefined || ordering.compare(last, bound) !== 0) this.#bounds.push(bound);
      ranks.set(bound, this.#bounds.length - 1);
    }
    const rankOf = (bound: string) => ranks.get(bound) ?? 0;
    const suffix: { id: number; to: number; verdict: VerdictNumber }[] = [];
    for (const { id, introduced, fixed, lastAffected, verdict } of plain) {
      const from = introduced === null ? beginning : 2 * rankOf(introduced);
      // Places are even on a bound and odd between two; `to` is exclusive.
      const to =
        fixed !== null
          ? 2 * rankOf(fixed)
          : lastAffected !== null
            ? 2 * rankOf(lastAffected) + 1
            : never;
      if (from === beginning) suffix.push({ id, to, verdict });
      else this.#ranges.push({ id, from, to, verdict });
    }
    suffix.sort((a, b) => a.to - b.to);
    this.#suffixIds = Int32Array.from(suffix, ({ id }) => id);
    this.#suffixEnds = Int32Array.from(suffix, ({ to }) => to);
    this.#suffixVerdicts = Uint8Array.from(suffix, ({ verdict }) => verdict);
  }

  /** Calls `found` for each advisory that affects the version, or of which that is not known. */
  match(version: string, found: (id: number, verdict: VerdictNumber) => void): void {
    const ordering = this.#ordering;
    for (const row of this.#others) this.#matchOther(row, version, found);
    if (ordering === null) return;
    if (version === '' || !ordering.isValid(version)) {
      for (const id of this.#suffixIds) found(id, verdictNumbers.unknown);
      for (const { id } of this.#ranges) found(id, verdictNumbers.unknown);
      return;
    }
    const place = this.#place(ordering, version);
    for (let at = firstAbove(this.#suffixEnds, place); at < this.#suffixIds.length; at += 1) {
      found(this.#suffixIds[at] ?? 0, (this.#suffixVerdicts[at] ?? 3) as VerdictNumber);
    }
    for (const { id, from, to, verdict } of this.#ranges) {
      if (place >= from && place < to) found(id, verdict);
    }
  }

  #matchOther(
    row: StatementRow,
    version: string,
    found: (id: number, verdict: VerdictNumber) => void,
  ): void {
    const { verdict } = matchPackage(this.#ordering, version, row.statements);
    if (verdict !== 'not-affected') found(row.id, verdictNumbers[verdict]);
  }

  /** Twice the rank when the version is a bound, odd between two bounds. */
  #place(ordering: VersionOrdering, version: string): number {
    let low = 0;
    let high = this.#bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const compared = ordering.compare(this.#bounds[middle] ?? '', version);
      if (compared === 0) return 2 * middle;
      if (compared < 0) low = middle + 1;
      else high = middle;
    }
    return 2 * low - 1;
  }
}

/** The first index whose value is above the place; the values ascend. */
function firstAbove(values: Int32Array, place: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function plainOf(ordering: VersionOrdering, { id, statements }: StatementRow): Plain | null {
  const [first] = statements;
  const interval = first?.intervals[0];
  if (first === undefined || interval === undefined) return null;
  const same = statements.every(
    (one) =>
      one.status === 'affected' &&
      one.versions.length === 0 &&
      one.intervals.length === 1 &&
      one.remediation === first.remediation &&
      typeof one.rangeText !== 'string' &&
      sameInterval(one.intervals[0] ?? interval, interval),
  );
  const bounds = boundsOf(interval);
  if (!same || interval.order === 'git' || bounds.length === 0) return null;
  if (!bounds.every((bound) => ordering.isValid(bound))) return null;
  if (interval.fixed !== null && interval.lastAffected !== null) return null;
  const introduced = interval.introduced === '0' ? null : interval.introduced;
  const fixable = interval.fixed !== null || first.remediation === 'vendor-fix';
  const verdict = fixable ? verdictNumbers.affected : verdictNumbers['no-fix'];
  return { id, introduced, fixed: interval.fixed, lastAffected: interval.lastAffected, verdict };
}

function sameInterval(
  one: PackageStatement['intervals'][number],
  other: PackageStatement['intervals'][number],
): boolean {
  return (
    one.introduced === other.introduced &&
    one.fixed === other.fixed &&
    one.lastAffected === other.lastAffected &&
    one.order === other.order
  );
}
