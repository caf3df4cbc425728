import type { PackageStatement } from './match-package.ts';

/** All that an advisory says about a package, where that is one interval of affected versions; nearly every advisory of a distribution is. */
export interface PlainStatement {
  /** Null: from the beginning. */
  readonly introduced: string | null;
  readonly fixed: string | null;
  readonly lastAffected: string | null;
  /** A version that mends it is named, or a fix of the vendor. */
  readonly fixable: boolean;
}

/** The interval that all of the statements come to, or null when they say anything else. */
export function plainOf(statements: readonly PackageStatement[]): PlainStatement | null {
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
  if (!same || interval.order === 'git') return null;
  if (interval.fixed !== null && interval.lastAffected !== null) return null;
  return {
    introduced: interval.introduced === '0' ? null : interval.introduced,
    fixed: interval.fixed,
    lastAffected: interval.lastAffected,
    fixable: interval.fixed !== null || first.remediation === 'vendor-fix',
  };
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

/** Statements with the verdicts of the plain one, for versions that cannot be ordered. */
export function statementsOfPlain(plain: PlainStatement): PackageStatement[] {
  const { introduced, fixed, lastAffected, fixable } = plain;
  return [
    {
      vulnerability: null,
      status: 'affected',
      intervals: [{ order: 'ecosystem', introduced, fixed, lastAffected }],
      versions: [],
      remediation: fixable ? 'vendor-fix' : null,
    },
  ];
}

/** Longest line: it stands in an index, whose entries are bounded. */
const longestLine = 600;

/** The line that is stored beside the statements: bounds and whether there is a fix, or null when they are not plain or not fit for a line. */
export function plainLine(statements: readonly PackageStatement[]): string | null {
  const plain = plainOf(statements);
  if (plain === null) return null;
  const bounds = [plain.introduced, plain.fixed, plain.lastAffected];
  if (bounds.some((bound) => bound === '' || (bound !== null && /[\t\n]/.test(bound)))) return null;
  const line = [...bounds.map((bound) => bound ?? ''), plain.fixable ? '1' : '0'].join('\t');
  return line.length > longestLine ? null : line;
}

/** Reads the fields of a stored line. */
export function plainOfFields(
  introduced: string,
  fixed: string,
  lastAffected: string,
  fixable: string,
): PlainStatement {
  return {
    introduced: introduced === '' ? null : introduced,
    fixed: fixed === '' ? null : fixed,
    lastAffected: lastAffected === '' ? null : lastAffected,
    fixable: fixable === '1',
  };
}
