/** The result of comparing two versions: before, same place, after. */
export type Comparison = -1 | 0 | 1;

/**
 * One total preorder of version strings. `compare` never throws: strings that are no version of the scheme have a
 * place too (each ordering's file says where), so that sorting and matching are defined for every input.
 */
export interface VersionOrdering {
  /** The ordering's short name, such as `deb` or `maven`. */
  readonly id: string;
  /** -1 when `a` is older than `b`, 1 when newer, 0 when neither. */
  compare(a: string, b: string): Comparison;
  /** Whether `v` is a version by the scheme's own grammar. */
  isValid(v: string): boolean;
}

const rememberedVersions = 8192;

/**
 * An ordering made of a parser and an order of parsed versions. Parsed versions are remembered (two generations of
 * 8,192), because matching compares the same few versions many times.
 */
export function orderingOfParsed<P>(
  id: string,
  parse: (version: string) => P,
  order: (a: P, b: P) => number,
  isValid: (version: string) => boolean,
): VersionOrdering {
  let young = new Map<string, P>();
  let old = new Map<string, P>();
  const parsed = (version: string): P => {
    const known = young.get(version) ?? old.get(version);
    if (known !== undefined) return known;
    const fresh = parse(version);
    if (young.size >= rememberedVersions) {
      old = young;
      young = new Map();
    }
    young.set(version, fresh);
    return fresh;
  };
  return {
    id,
    isValid,
    compare: (a, b) => (a === b ? 0 : sign(order(parsed(a), parsed(b)))),
  };
}

/** The sign of a number as a {@link Comparison}. */
export function sign(n: number): Comparison {
  if (n < 0) return -1;
  return n > 0 ? 1 : 0;
}

/** Compares two strings by UTF-16 code unit, which for ASCII is byte order. */
export function compareText(a: string, b: string): Comparison {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Compares two runs of decimal digits of any length by value; the empty run counts as zero. */
export function compareDigits(a: string, b: string): Comparison {
  const x = withoutLeadingZeros(a);
  const y = withoutLeadingZeros(b);
  if (x.length !== y.length) return x.length < y.length ? -1 : 1;
  return compareText(x, y);
}

/** The digits without leading zeros; zero becomes the empty string. */
export function withoutLeadingZeros(digits: string): string {
  let start = 0;
  while (start < digits.length && digits.charCodeAt(start) === 48) start++;
  return start === 0 ? digits : digits.slice(start);
}

/** Compares two lists element by element; of two lists that agree so far the shorter comes first. */
export function compareLists<T>(
  a: readonly T[],
  b: readonly T[],
  compareItems: (x: T, y: T) => number,
): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const c = compareItems(a[i] as T, b[i] as T);
    if (c !== 0) return c;
  }
  return a.length - b.length;
}

/** Compares two lists element by element, the shorter one filled up with `filler`. */
export function comparePadded<T>(
  a: readonly T[],
  b: readonly T[],
  filler: T,
  compareItems: (x: T, y: T) => number,
): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const c = compareItems(
      i < a.length ? (a[i] as T) : filler,
      i < b.length ? (b[i] as T) : filler,
    );
    if (c !== 0) return c;
  }
  return 0;
}

/** Whether the text is one or more ASCII digits. */
export function isDigits(text: string): boolean {
  if (text.length === 0) return false;
  for (let i = 0; i < text.length; i++) if (!isDigitCode(text.charCodeAt(i))) return false;
  return true;
}

/** Whether the code unit is an ASCII digit. */
export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether the code unit is an ASCII letter. */
export function isLetterCode(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}
