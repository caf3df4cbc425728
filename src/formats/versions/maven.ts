import {
  compareDigits,
  compareText,
  orderingOfParsed,
  type VersionOrdering,
  withoutLeadingZeros,
} from './ordering.ts';

/** One token with its separator. Well-known qualifiers count as after a hyphen, whatever stood before them. */
interface Token {
  readonly hyphen: boolean;
  /** Digits without leading zeros for a number, else null. */
  readonly number: string | null;
  readonly qualifier: string;
}

/** Well-known qualifiers in their order; the empty one is the release itself. Others come after them by alphabet. */
const knownQualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];

const aliases: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' };
const shortForms: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };

function isNull(token: Token): boolean {
  return token.number === '' || (token.number === null && token.qualifier === '');
}

function parseMaven(version: string): readonly Token[] {
  const tokens: Token[] = [];
  let hyphen = false;
  const add = (text: string, beforeDigit: boolean): void => {
    const isNumber = /^\d*$/.test(text);
    const alias = Object.hasOwn(aliases, text) ? aliases[text] : undefined;
    const short = beforeDigit && Object.hasOwn(shortForms, text) ? shortForms[text] : undefined;
    const qualifier = alias ?? short ?? text;
    tokens.push({
      hyphen: hyphen || (!isNumber && knownQualifiers.includes(qualifier)),
      number: isNumber ? withoutLeadingZeros(text) : null,
      qualifier: isNumber ? '' : qualifier,
    });
  };
  let start = 0;
  const lower = version.toLowerCase();
  for (let i = 0; i < lower.length; i++) {
    const c = lower[i] as string;
    if (c === '.' || c === '-') {
      add(lower.slice(start, i), false);
      hyphen = c === '-';
      start = i + 1;
    } else if (i > start && isDigit(c) !== isDigit(lower[i - 1] as string)) {
      add(lower.slice(start, i), isDigit(c));
      hyphen = true;
      start = i;
    }
  }
  add(lower.slice(start), false);
  return trimmed(tokens);
}

function isDigit(c: string): boolean {
  return c >= '0' && c <= '9';
}

/** Drops null tokens at the end and before each hyphen, from the end on. */
function trimmed(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  let mayDrop = true;
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i] as Token;
    if (mayDrop && isNull(token) && i > 0) continue;
    kept.push(token);
    mayDrop = token.hyphen;
  }
  kept.reverse();
  if (kept.length > 1 && kept[0] !== undefined && isNull(kept[0]) && kept[1]?.hyphen === true) {
    return [{ hyphen: false, number: '', qualifier: '' }, ...kept.slice(1)];
  }
  return kept;
}

/** Qualifiers < `-number` < `.number`. */
function kind(token: Token): number {
  if (token.number === null) return 0;
  return token.hyphen ? 1 : 2;
}

/** Well-known qualifiers, then the others after a dot, then those after a hyphen. */
function qualifierRank(token: Token): number {
  const known = knownQualifiers.indexOf(token.qualifier);
  if (known !== -1) return known;
  return knownQualifiers.length + (token.hyphen ? 1 : 0);
}

function compareTokens(a: Token, b: Token): number {
  const kinds = kind(a) - kind(b);
  if (kinds !== 0) return kinds;
  if (a.number !== null && b.number !== null) return compareDigits(a.number, b.number);
  return qualifierRank(a) - qualifierRank(b) || compareText(a.qualifier, b.qualifier);
}

const zero: Token = { hyphen: false, number: '', qualifier: '' };
const release: Token = { hyphen: true, number: null, qualifier: '' };

/** A missing token is zero against `.number` and the release against everything else. */
function fillerFor(other: Token | undefined): Token {
  return other !== undefined && other.number !== null && !other.hyphen ? zero : release;
}

function compareMaven(a: readonly Token[], b: readonly Token[]): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a[i];
    const y = b[i];
    const c = compareTokens(x ?? fillerFor(y), y ?? fillerFor(x));
    if (c !== 0) return c;
  }
  return 0;
}

/**
 * Maven's order (POM reference, "Version Order Specification"). Up to Maven 3.9.0 a well-known qualifier after a dot kept the
 * zeros before it, which made cycles (`1 < 1-x < 1.0.rc < 1`, MNG-7644); here it counts as after a hyphen. Every string is a
 * version to Maven; `isValid` asks for one that starts with a digit.
 */
export const mavenOrdering: VersionOrdering = orderingOfParsed(
  'maven',
  parseMaven,
  compareMaven,
  (v) => /^\d[^\s,[\]()]*$/.test(v),
);
