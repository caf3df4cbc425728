import {
  compareDigits,
  comparePadded,
  compareText,
  isDigits,
  orderingOfParsed,
  type VersionOrdering,
} from './ordering.ts';

/** Gem::Version: runs of digits and runs of letters; zeros before the first letters and at the end don't count. */
function parseGem(version: string): readonly string[] {
  const segments =
    version
      .trim()
      .replaceAll('-', '.pre.')
      .match(/[0-9]+|[a-z]+/gi) ?? [];
  const firstWord = segments.findIndex((s) => !isDigits(s));
  if (firstWord === -1) return withoutTrailingZeros(segments);
  return [
    ...withoutTrailingZeros(segments.slice(0, firstWord)),
    ...withoutTrailingZeros(segments.slice(firstWord)),
  ];
}

function withoutTrailingZeros(segments: readonly string[]): readonly string[] {
  let end = segments.length;
  while (end > 0 && /^0+$/.test(segments[end - 1] as string)) end--;
  return segments.slice(0, end);
}

function compareSegments(a: string, b: string): number {
  const aNumber = isDigits(a);
  if (aNumber !== isDigits(b)) return aNumber ? 1 : -1;
  return aNumber ? compareDigits(a, b) : compareText(a, b);
}

/** RubyGems' order (Gem::Version#<=>): words before numbers, a missing segment is zero. */
export const gemOrdering: VersionOrdering = orderingOfParsed(
  'gem',
  parseGem,
  (a, b) => comparePadded(a, b, '0', compareSegments),
  (v) => /^\s*(?:[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?\s*$/.test(v),
);
