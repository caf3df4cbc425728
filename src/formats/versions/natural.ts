import {
  compareDigits,
  compareLists,
  compareText,
  isDigitCode,
  orderingOfParsed,
  sign,
  type VersionOrdering,
} from './ordering.ts';

/** Runs of digits and runs of anything else between dots, hyphens, underscores, plus signs and spaces. */
function naturalParts(version: string): readonly string[] {
  return version.toLowerCase().match(/\d+|~|[^\d.\-_+\s~]+/g) ?? [];
}

/** `~` and pre-release words < end < other words < numbers. */
const preReleaseWords = ['~', 'dev', 'snapshot', 'alpha', 'beta', 'pre', 'preview', 'rc'];

function rank(part: string | undefined): number {
  if (part === undefined) return 1;
  if (isDigitCode(part.charCodeAt(0))) return 3;
  return preReleaseWords.includes(part) ? 0 : 2;
}

function compareNaturalLists(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a[i];
    const y = b[i];
    const ranks = rank(x) - rank(y);
    if (ranks !== 0) return ranks;
    if (x === undefined || y === undefined) return 0;
    const c = compareNaturalParts(x, y);
    if (c !== 0) return c;
  }
  return 0;
}

function compareNaturalParts(x: string, y: string): number {
  const kind = rank(x);
  if (kind === 3) return compareDigits(x, y);
  if (kind === 0) return preReleaseWords.indexOf(x) - preReleaseWords.indexOf(y);
  return compareText(x, y);
}

/** Compares two texts with their runs of digits taken by value: `a2` before `a10`. Digits come before other characters. */
export function compareNaturally(a: string, b: string): number {
  const runs = (text: string): readonly string[] => text.match(/\d+|\D/g) ?? [];
  return compareLists(runs(a), runs(b), (x, y) => {
    const xDigits = isDigitCode(x.charCodeAt(0));
    if (xDigits !== isDigitCode(y.charCodeAt(0))) return xDigits ? -1 : 1;
    return xDigits ? compareDigits(x, y) : compareText(x, y);
  });
}

/**
 * The order for packages whose scheme is not known: numbers by value, words by alphabet without regard to case; a version
 * that goes on with a word for a pre-release (`rc`, `beta` …) comes before it, with any other text or number after it.
 */
export const genericOrdering: VersionOrdering = orderingOfParsed(
  'generic',
  naturalParts,
  compareNaturalLists,
  (v) => /\d/.test(v) && !/\s/.test(v),
);

/** VERS type `intdot`: numbers between dots; what follows them is ignored (VERS types, intdot). */
export const intdotOrdering: VersionOrdering = orderingOfParsed(
  'intdot',
  (v) => (/^\d+(?:\.\d+)*/.exec(v)?.[0] ?? '').split('.'),
  (a, b) => compareLists(a, b, compareDigits),
  (v) => /^\d+(?:\.\d+)*$/.test(v),
);

/** VERS type `lexicographic`: the order of the UTF-8 bytes, which is the order of code points. */
export const lexicographicOrdering: VersionOrdering = {
  id: 'lexicographic',
  compare: (a, b) => {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
      const x = a.charCodeAt(i);
      const y = b.charCodeAt(i);
      // Surrogates (code points above U+FFFF) come after the other code units, though U+E000 to U+FFFF are larger.
      if (x !== y) return sign(codePointRank(x) - codePointRank(y));
    }
    return sign(a.length - b.length);
  },
  isValid: () => true,
};

function codePointRank(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return unit + 0x10000;
  return unit;
}

const timestamp =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(\.\d+)?(?:[Zz]|[+-][0-2]\d:[0-5]\d)$/;

interface Instant {
  /** Whole seconds since 1970, or null for text that is no timestamp. */
  readonly seconds: number | null;
  readonly fraction: string;
  readonly text: string;
}

function parseInstant(v: string): Instant {
  const match = timestamp.exec(v);
  const fraction = match?.[1] ?? '';
  const readable = v.replace(fraction, '').toUpperCase().replace(' ', 'T').replace(':60', ':59');
  const milliseconds = match === null ? Number.NaN : Date.parse(readable);
  if (Number.isNaN(milliseconds)) return { seconds: null, fraction: '', text: v };
  const leap = /:60(?:\.|Z|[+-])/i.test(v) ? 1 : 0;
  return {
    seconds: milliseconds / 1000 + leap,
    fraction: fraction.slice(1).replace(/0+$/, ''),
    text: '',
  };
}

/** VERS type `datetime`: RFC 3339 timestamps by instant; anything else comes first, by its characters. */
export const datetimeOrdering: VersionOrdering = orderingOfParsed(
  'datetime',
  parseInstant,
  (a, b) => {
    if (a.seconds === null || b.seconds === null) {
      return (
        (a.seconds === null ? 0 : 1) - (b.seconds === null ? 0 : 1) || compareText(a.text, b.text)
      );
    }
    return a.seconds - b.seconds || compareText(a.fraction, b.fraction);
  },
  (v) => parseInstant(v).seconds !== null,
);
