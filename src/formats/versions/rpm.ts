import { type Comparison, isDigitCode, isLetterCode, type VersionOrdering } from './ordering.ts';

const tilde = 126;
const caret = 94;

function isSeparator(code: number): boolean {
  return !isDigitCode(code) && !isLetterCode(code) && code !== tilde && code !== caret;
}

function endOfRun(v: string, start: number, end: number, digits: boolean): number {
  let i = start;
  while (i < end && (digits ? isDigitCode(v.charCodeAt(i)) : isLetterCode(v.charCodeAt(i)))) i++;
  return i;
}

function compareRuns(
  a: string,
  aFrom: number,
  aEnd: number,
  b: string,
  bFrom: number,
  bEnd: number,
  digits: boolean,
): Comparison {
  let i = aFrom;
  let j = bFrom;
  if (digits) {
    while (i < aEnd && a.charCodeAt(i) === 48) i++;
    while (j < bEnd && b.charCodeAt(j) === 48) j++;
    if (aEnd - i !== bEnd - j) return aEnd - i < bEnd - j ? -1 : 1;
  }
  for (; i < aEnd && j < bEnd; i++, j++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(j);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  if (i < aEnd) return 1;
  return j < bEnd ? -1 : 0;
}

/** rpm's rpmvercmp on `a[from, aEnd)` and `b[bFrom, bEnd)`: `~` < end < `^` < letters < digits. */
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
  // A missing part comes before any present one, even one that starts with a tilde.
  if (i >= aEnd || j >= bEnd) {
    if (i < aEnd) return 1;
    return j < bEnd ? -1 : 0;
  }
  for (;;) {
    while (i < aEnd && isSeparator(a.charCodeAt(i))) i++;
    while (j < bEnd && isSeparator(b.charCodeAt(j))) j++;
    const x = i < aEnd ? a.charCodeAt(i) : 0;
    const y = j < bEnd ? b.charCodeAt(j) : 0;
    if (x === tilde || y === tilde) {
      if (x !== tilde) return 1;
      if (y !== tilde) return -1;
      i++;
      j++;
      continue;
    }
    if (x === caret || y === caret) {
      if (x !== caret) return x === 0 ? -1 : 1;
      if (y !== caret) return y === 0 ? 1 : -1;
      i++;
      j++;
      continue;
    }
    if (x === 0 || y === 0) {
      if (x !== 0) return 1;
      return y !== 0 ? -1 : 0;
    }
    const digits = isDigitCode(x);
    if (digits !== isDigitCode(y)) return digits ? 1 : -1;
    const aRun = endOfRun(a, i, aEnd, digits);
    const bRun = endOfRun(b, j, bEnd, digits);
    const c = compareRuns(a, i, aRun, b, j, bRun, digits);
    if (c !== 0) return c;
    i = aRun;
    j = bRun;
  }
}

function startAfterEpoch(v: string): number {
  for (let i = 0; i < v.length; i++) {
    const c = v.charCodeAt(i);
    if (c === 58) return i + 1;
    if (!isDigitCode(c)) return 0;
  }
  return 0;
}

function compareEpochs(a: string, aStart: number, b: string, bStart: number): Comparison {
  if (aStart === 0 && bStart === 0) return 0;
  return compareRuns(
    a,
    0,
    aStart === 0 ? 0 : aStart - 1,
    b,
    0,
    bStart === 0 ? 0 : bStart - 1,
    true,
  );
}

function startOfRelease(v: string, start: number): number {
  const hyphen = v.indexOf('-', start);
  return hyphen === -1 ? v.length : hyphen;
}

function compareRpm(a: string, b: string): Comparison {
  if (a === b) return 0;
  const aStart = startAfterEpoch(a);
  const bStart = startAfterEpoch(b);
  const epochs = compareEpochs(a, aStart, b, bStart);
  if (epochs !== 0) return epochs;
  const aRelease = startOfRelease(a, aStart);
  const bRelease = startOfRelease(b, bStart);
  const versions = compareParts(a, aStart, aRelease, b, bStart, bRelease);
  if (versions !== 0) return versions;
  // The hyphen stays with the release, so that an empty release comes after a missing one.
  return compareParts(a, aRelease, a.length, b, bRelease, b.length);
}

/**
 * rpm's order of `[epoch:]version[-release]` (rpm-version(7), rpmvercmp) for Red Hat, SUSE, Rocky, Alma, Fedora, openEuler
 * and kin. A missing release comes before a present one; an epoch that is not a number counts as part of the version.
 */
export const rpmOrdering: VersionOrdering = {
  id: 'rpm',
  compare: compareRpm,
  isValid: (v) => /^(?:\d+:)?[A-Za-z0-9._+~^]+(?:-[A-Za-z0-9._+~^]+)?$/.test(v),
};
