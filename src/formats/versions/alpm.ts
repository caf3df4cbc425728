import {
  type Comparison,
  compareDigits,
  compareText,
  isDigitCode,
  isLetterCode,
  type VersionOrdering,
} from './ordering.ts';

interface Segment {
  /** How many separators stand before the segment. */
  readonly gap: number;
  readonly text: string;
  readonly digits: boolean;
}

function segmentAt(v: string, at: number): Segment | null {
  let i = at;
  while (i < v.length && !isDigitCode(v.charCodeAt(i)) && !isLetterCode(v.charCodeAt(i))) i++;
  if (i === v.length) return null;
  const start = i;
  const digits = isDigitCode(v.charCodeAt(i));
  while (i < v.length && (digits ? isDigitCode(v.charCodeAt(i)) : isLetterCode(v.charCodeAt(i))))
    i++;
  return { gap: start - at, text: v.slice(start, i), digits };
}

/** Where the end of the version stands among segments: after letters that follow directly, before everything else. */
function rank(segment: Segment | null): number {
  if (segment === null) return 1;
  if (segment.gap === 0) return segment.digits ? 2 : 0;
  return 1 + 2 * segment.gap + (segment.digits ? 1 : 0);
}

function compareParts(a: string, b: string): number {
  let i = 0;
  let j = 0;
  for (;;) {
    const x = segmentAt(a, i);
    const y = segmentAt(b, j);
    const ranks = rank(x) - rank(y);
    if (ranks !== 0) return ranks;
    if (x === null || y === null) return 0;
    const c = x.digits ? compareDigits(x.text, y.text) : compareText(x.text, y.text);
    if (c !== 0) return c;
    i += x.gap + x.text.length;
    j += y.gap + y.text.length;
  }
}

function split(v: string): { epoch: string; version: string; release: string } {
  const colon = v.indexOf(':');
  const hasEpoch = colon >= 0 && /^\d*$/.test(v.slice(0, colon));
  const rest = hasEpoch ? v.slice(colon + 1) : v;
  const hyphen = rest.lastIndexOf('-');
  return {
    epoch: hasEpoch ? v.slice(0, colon) : '',
    version: hyphen === -1 ? rest : rest.slice(0, hyphen),
    // PKGBUILD(5): releases start at 1. Reading a missing one so keeps `1.1 = 1.1-1` and the order transitive.
    release: hyphen === -1 ? '1' : rest.slice(hyphen + 1),
  };
}

function compareAlpm(a: string, b: string): Comparison {
  if (a === b) return 0;
  const x = split(a);
  const y = split(b);
  const c =
    compareDigits(x.epoch, y.epoch) ||
    compareParts(x.version, y.version) ||
    compareParts(x.release, y.release);
  if (c === 0) return 0;
  return c < 0 ? -1 : 1;
}

/**
 * Arch Linux's order of `[epoch:]version[-release]` (vercmp(8)). vercmp ignores the release when one side has none, which is
 * no order; here a missing release is release 1.
 */
export const alpmOrdering: VersionOrdering = {
  id: 'alpm',
  compare: compareAlpm,
  isValid: (v) => /^(?:\d+:)?[^\s:/-]+(?:-\d+(?:\.\d+)?)?$/.test(v),
};
