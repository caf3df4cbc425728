import {
  compareDigits,
  compareLists,
  compareText,
  isDigits,
  orderingOfParsed,
  type VersionOrdering,
} from './ordering.ts';

/** Suffixes in their order; -1 to -4 come before the plain version, the others after it. */
const suffixRanks: Readonly<Record<string, number>> = {
  alpha: -4,
  beta: -3,
  pre: -2,
  rc: -1,
  cvs: 1,
  svn: 2,
  git: 3,
  hg: 4,
  p: 5,
};

interface Suffix {
  readonly rank: number;
  /** null when no number follows, which comes before any number. */
  readonly number: string | null;
}

interface ApkVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  /** Digits right behind the letter, which apk-tools 2 still read (`6.6.2p1`). */
  readonly letterNumber: string;
  readonly suffixes: readonly Suffix[];
  readonly hash: string | null;
  readonly revision: string | null;
  /** What could not be read, up to its first hyphen; null when everything could. */
  readonly rest: string | null;
}

const shape =
  /^((?:\d+\.?)*)(?:([a-z])(\d*))?((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~([0-9a-f]+))?(.*?)(?:-r(\d+))?$/s;

function parseApk(version: string): ApkVersion {
  const [, numbers = '', letter = '', letterNumber = '', suffixes = '', hash, rest = '', revision] =
    shape.exec(version) ?? [];
  return {
    numbers: numbers.replace(/\.$/, '').split('.'),
    letter,
    letterNumber,
    suffixes: suffixes.split('_').slice(1).map(parseSuffix),
    hash: hash ?? null,
    revision: revision ?? null,
    rest: rest === '' ? null : rest.replace(/-.*$/s, ''),
  };
}

function parseSuffix(text: string): Suffix {
  const digits = text.search(/\d/);
  const name = digits === -1 ? text : text.slice(0, digits);
  return { rank: suffixRanks[name] ?? 0, number: digits === -1 ? null : text.slice(digits) };
}

function compareSuffixes(a: readonly Suffix[], b: readonly Suffix[]): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a[i];
    const y = b[i];
    const ranks = (x?.rank ?? 0) - (y?.rank ?? 0);
    if (ranks !== 0) return ranks;
    const c = compareOptional(x?.number ?? null, y?.number ?? null, compareDigits);
    if (c !== 0) return c;
  }
  return 0;
}

function compareOptional(
  a: string | null,
  b: string | null,
  compare: (x: string, y: string) => number,
): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return compare(a, b);
}

/** The first number by value; of later ones those that start with 0 come first and are compared as text. */
function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const first = compareDigits(a[0] ?? '', b[0] ?? '');
  if (first !== 0) return first;
  return compareLists(a.slice(1), b.slice(1), (x, y) =>
    x.startsWith('0') || y.startsWith('0') || x === '' || y === ''
      ? compareText(x, y)
      : compareDigits(x, y),
  );
}

function compareApk(a: ApkVersion, b: ApkVersion): number {
  return (
    compareNumbers(a.numbers, b.numbers) ||
    compareText(a.letter, b.letter) ||
    compareDigits(a.letterNumber, b.letterNumber) ||
    compareSuffixes(a.suffixes, b.suffixes) ||
    compareOptional(a.hash, b.hash, compareText) ||
    compareRests(a.rest, b.rest) ||
    compareOptional(a.revision, b.revision, compareDigits)
  );
}

function compareRests(a: string | null, b: string | null): number {
  if (a === null || b === null) return (b === null ? 0 : 1) - (a === null ? 0 : 1);
  return compareText(a, b);
}

/**
 * Alpine's order of `number{.number}{letter}{_suffix{number}}{~hash}{-r#}` (apk-package(5), apk-tools' version.c).
 * A version with an unreadable part comes just before the same version without it; two such are ordered by that part up to
 * its first hyphen.
 */
export const apkOrdering: VersionOrdering = orderingOfParsed('apk', parseApk, compareApk, (v) => {
  const [, numbers = '', , letterNumber = '', , , rest = ''] = shape.exec(v) ?? [];
  return rest === '' && letterNumber === '' && numbers.split('.').every(isDigits);
});
