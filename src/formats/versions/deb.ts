import type { Comparison, VersionOrdering } from './ordering.ts';

const colon = 58;
const hyphen = 45;
const tilde = 126;

/** Weight of a non-digit as dpkg sorts it: `~` before the end of the part, letters before other characters. */
function weight(code: number): number {
  if (code === tilde) return -1;
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return code;
  return code + 65536;
}

/** Where the version proper starts: after `digits:`, else at 0 (an epoch that is no number counts as text). */
function startAfterEpoch(v: string): number {
  for (let i = 0; i < v.length; i++) {
    const c = v.charCodeAt(i);
    if (c === colon) return i > 0 ? i + 1 : 0;
    if (c < 48 || c > 57) return 0;
  }
  return 0;
}

function endOfUpstream(v: string, start: number): number {
  for (let i = v.length - 1; i >= start; i--) if (v.charCodeAt(i) === hyphen) return i;
  return v.length;
}

/** Compares `a[i, aEnd)` with `b[j, bEnd)` like dpkg's `verrevcmp` (deb-version(7)): text and number by turns. */
function compareParts(
  a: string,
  from: number,
  aEnd: number,
  b: string,
  bFrom: number,
  bEnd: number,
): Comparison {
  let i = from;
  let j = bFrom;
  while (i < aEnd || j < bEnd) {
    let x = i < aEnd ? a.charCodeAt(i) : 48;
    let y = j < bEnd ? b.charCodeAt(j) : 48;
    // Text: a digit and the end of the part weigh nothing.
    while (x < 48 || x > 57 || y < 48 || y > 57) {
      if (x !== y) {
        const p = x >= 48 && x <= 57 ? 0 : weight(x);
        const q = y >= 48 && y <= 57 ? 0 : weight(y);
        return p < q ? -1 : 1;
      }
      i++;
      j++;
      x = i < aEnd ? a.charCodeAt(i) : 48;
      y = j < bEnd ? b.charCodeAt(j) : 48;
    }
    // Number: without leading zeros the longer run is larger, then the first differing digit decides.
    while (i < aEnd && a.charCodeAt(i) === 48) i++;
    while (j < bEnd && b.charCodeAt(j) === 48) j++;
    let firstDifference = 0;
    for (;;) {
      x = i < aEnd ? a.charCodeAt(i) : 0;
      y = j < bEnd ? b.charCodeAt(j) : 0;
      const xDigit = x >= 48 && x <= 57;
      const yDigit = y >= 48 && y <= 57;
      if (!xDigit || !yDigit) {
        if (xDigit) return 1;
        if (yDigit) return -1;
        break;
      }
      if (firstDifference === 0) firstDifference = x - y;
      i++;
      j++;
    }
    if (firstDifference !== 0) return firstDifference < 0 ? -1 : 1;
  }
  return 0;
}

function compareDeb(a: string, b: string): Comparison {
  if (a === b) return 0;
  const aStart = startAfterEpoch(a);
  const bStart = startAfterEpoch(b);
  if (aStart !== 0 || bStart !== 0) {
    const epochs = compareParts(
      a,
      0,
      aStart === 0 ? 0 : aStart - 1,
      b,
      0,
      bStart === 0 ? 0 : bStart - 1,
    );
    if (epochs !== 0) return epochs;
  }
  const aUpstreamEnd = endOfUpstream(a, aStart);
  const bUpstreamEnd = endOfUpstream(b, bStart);
  const upstream = compareParts(a, aStart, aUpstreamEnd, b, bStart, bUpstreamEnd);
  if (upstream !== 0) return upstream;
  return compareParts(a, aUpstreamEnd + 1, a.length, b, bUpstreamEnd + 1, b.length);
}

const grammar = /^(?:\d+:(?=.))?\d[A-Za-z0-9.+~:-]*$/;

/**
 * Debian's order of `[epoch:]upstream[-revision]` (Debian Policy 5.6.12, deb-version(7)), as dpkg compares.
 * Works on character codes without allocating. Strings outside the grammar are compared by the same steps: an epoch that
 * is not a number counts as part of the version.
 */
export const debOrdering: VersionOrdering = {
  id: 'deb',
  compare: compareDeb,
  isValid: (v) => {
    if (!grammar.test(v)) return false;
    const rest = v.slice(startAfterEpoch(v));
    return /^\d/.test(rest) && !rest.endsWith('-') && (startAfterEpoch(v) > 0 || !v.includes(':'));
  },
};
