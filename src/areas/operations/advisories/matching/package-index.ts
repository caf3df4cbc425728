import type { VersionOrdering } from '#formats/versions/ordering.ts';
import { isInInterval } from '#formats/versions/range.ts';
import { boundsOf, matchPackage, type PackageStatement, type Verdict } from './match-package.ts';
import { type PlainStatement, plainOf, statementsOfPlain } from './plain-statement.ts';

/** What one advisory says about the package of an index: its statements, or what they come to. */
export interface StatementRow {
  /** Key of the advisory's row for the package. */
  readonly id: number;
  readonly statements: readonly PackageStatement[] | PlainStatement;
}

/** Stored form of the verdicts that are stored. */
export const verdictNumbers = { affected: 1, 'no-fix': 2, unknown: 3 } as const;
export type VerdictNumber = (typeof verdictNumbers)[keyof typeof verdictNumbers];

const verdictNames: readonly Verdict[] = ['not-affected', 'affected', 'no-fix', 'unknown'];

/** The name of a stored verdict. */
export function verdictOf(number: number): Verdict {
  return verdictNames[number] ?? 'unknown';
}

/** Rows whose whole statement is one interval with readable bounds. */
interface Plain {
  readonly id: number;
  readonly interval: PlainStatement;
  readonly verdict: VerdictNumber;
}

type Found = (id: number, verdict: VerdictNumber) => void;

/** Sorting the bounds pays from this many versions on; fewer are compared with each interval. */
const sortsFrom = 4;

/**
 * Everything that is said about one package, made once for all versions that are asked for. Where they are many the bounds are ranked, see
 * {@link RankedIntervals}; what is no single readable interval is looked at one by one.
 */
export class PackageIndex {
  readonly #ordering: VersionOrdering | null;
  readonly #others: { id: number; statements: readonly PackageStatement[] }[] = [];
  readonly #plain: Plain[] = [];
  readonly #ranked: RankedIntervals | null;

  /** @param versions how many versions will be asked for, about */
  constructor(
    ordering: VersionOrdering | null,
    rows: readonly StatementRow[],
    versions = Number.POSITIVE_INFINITY,
  ) {
    this.#ordering = ordering;
    for (const { id, statements } of rows) this.#add(id, statements);
    this.#ranked =
      ordering === null || versions < sortsFrom ? null : new RankedIntervals(ordering, this.#plain);
  }

  #add(id: number, said: StatementRow['statements']): void {
    const ordering = this.#ordering;
    const interval = isPlain(said) ? said : plainOf(said);
    if (ordering !== null && interval !== null && isReadable(ordering, interval)) {
      const verdict = interval.fixable ? verdictNumbers.affected : verdictNumbers['no-fix'];
      this.#plain.push({ id, interval, verdict });
    } else {
      this.#others.push({ id, statements: isPlain(said) ? statementsOfPlain(said) : said });
    }
  }

  /** Calls `found` for each advisory that affects the version, or of which that is not known. */
  match(version: string, found: Found): void {
    const ordering = this.#ordering;
    for (const { id, statements } of this.#others) {
      const { verdict } = matchPackage(ordering, version, statements);
      if (verdict !== 'not-affected') found(id, verdictNumbers[verdict]);
    }
    if (ordering === null) return;
    if (version === '' || !ordering.isValid(version)) {
      for (const { id } of this.#plain) found(id, verdictNumbers.unknown);
    } else if (this.#ranked !== null) {
      this.#ranked.match(version, found);
    } else {
      for (const { id, interval, verdict } of this.#plain) {
        if (isInInterval(ordering, version, interval)) found(id, verdict);
      }
    }
  }
}

function isPlain(said: StatementRow['statements']): said is PlainStatement {
  return 'fixable' in said;
}

/** Has bounds, and all of them are versions. Without a bound every text is affected, whether it is a version or not. */
function isReadable(
  ordering: VersionOrdering,
  { introduced, fixed, lastAffected }: PlainStatement,
): boolean {
  return (
    (introduced !== null || fixed !== null || lastAffected !== null) &&
    (introduced === null || ordering.isValid(introduced)) &&
    (fixed === null || ordering.isValid(fixed)) &&
    (lastAffected === null || ordering.isValid(lastAffected))
  );
}

const beginning = -1;
const never = 0x7fff_ffff;

/**
 * Intervals by the rank of their bounds, so that a version is placed by one binary search and every interval is judged by comparing
 * integers. Those with a single upper bound stand sorted by it, and the ones that hold a version are a suffix.
 */
class RankedIntervals {
  readonly #ordering: VersionOrdering;
  readonly #bounds: string[] = [];
  readonly #suffixIds: Int32Array;
  readonly #suffixEnds: Int32Array;
  readonly #suffixVerdicts: Uint8Array;
  readonly #ranges: { id: number; from: number; to: number; verdict: VerdictNumber }[] = [];

  constructor(ordering: VersionOrdering, plain: readonly Plain[]) {
    this.#ordering = ordering;
    const ranks = this.#rank(plain);
    const rankOf = (bound: string) => ranks.get(bound) ?? 0;
    const suffix: { id: number; to: number; verdict: VerdictNumber }[] = [];
    for (const { id, interval, verdict } of plain) {
      const { introduced, fixed, lastAffected } = interval;
      const from = introduced === null ? beginning : 2 * rankOf(introduced);
      // Places are even on a bound and odd between two; `to` is exclusive.
      const last = lastAffected === null ? never : 2 * rankOf(lastAffected) + 1;
      const to = fixed === null ? last : 2 * rankOf(fixed);
      if (from === beginning) suffix.push({ id, to, verdict });
      else this.#ranges.push({ id, from, to, verdict });
    }
    suffix.sort((a, b) => a.to - b.to);
    this.#suffixIds = Int32Array.from(suffix, ({ id }) => id);
    this.#suffixEnds = Int32Array.from(suffix, ({ to }) => to);
    this.#suffixVerdicts = Uint8Array.from(suffix, ({ verdict }) => verdict);
  }

  /** The place of each bound among all; bounds of one place share it. */
  #rank(plain: readonly Plain[]): Map<string, number> {
    const compare = (a: string, b: string) => this.#ordering.compare(a, b);
    const all = [...new Set(plain.flatMap(({ interval }) => boundsOf(interval)))].sort(compare);
    const ranks = new Map<string, number>();
    for (const bound of all) {
      const last = this.#bounds.at(-1);
      if (last === undefined || compare(last, bound) !== 0) this.#bounds.push(bound);
      ranks.set(bound, this.#bounds.length - 1);
    }
    return ranks;
  }

  match(version: string, found: Found): void {
    const place = this.#place(version);
    for (let at = firstAbove(this.#suffixEnds, place); at < this.#suffixIds.length; at += 1) {
      found(this.#suffixIds[at] ?? 0, (this.#suffixVerdicts[at] ?? 3) as VerdictNumber);
    }
    for (const { id, from, to, verdict } of this.#ranges) {
      if (place >= from && place < to) found(id, verdict);
    }
  }

  /** Twice the rank when the version is a bound, odd between two bounds. */
  #place(version: string): number {
    let low = 0;
    let high = this.#bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const compared = this.#ordering.compare(this.#bounds[middle] ?? '', version);
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
