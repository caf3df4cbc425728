import {
  compareDigits,
  compareLists,
  compareText,
  orderingOfParsed,
  type VersionOrdering,
} from './ordering.ts';

const suffixRanks: Readonly<Record<string, number>> = {
  alpha: -4,
  beta: -3,
  pre: -2,
  rc: -1,
  p: 1,
};

interface GentooVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly { readonly rank: number; readonly number: string }[];
  readonly revision: string;
  readonly rest: string;
}

const shape = /^(\d+(?:\.\d+)*|)([a-zA-Z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?(.*)$/s;

function parseGentoo(version: string): GentooVersion {
  const [, numbers = '', letter = '', suffixes = '', revision = '', rest = ''] =
    shape.exec(version) ?? [];
  return {
    numbers: numbers.split('.'),
    letter,
    suffixes: suffixes
      .split('_')
      .slice(1)
      .map((suffix) => {
        const name = suffix.replace(/\d+$/, '');
        return { rank: suffixRanks[name] ?? 0, number: suffix.slice(name.length) };
      }),
    revision,
    rest,
  };
}

/** PMS algorithm 3.3: numbers with a leading zero are compared as text without trailing zeros. */
function compareLaterNumbers(a: string, b: string): number {
  if (!a.startsWith('0') && !b.startsWith('0')) return compareDigits(a, b);
  return compareText(a.replace(/0+$/, ''), b.replace(/0+$/, ''));
}

function compareGentoo(a: GentooVersion, b: GentooVersion): number {
  const numbers =
    compareDigits(a.numbers[0] ?? '', b.numbers[0] ?? '') ||
    compareLists(a.numbers.slice(1), b.numbers.slice(1), compareLaterNumbers) ||
    compareText(a.letter, b.letter);
  if (numbers !== 0) return numbers;
  const length = Math.max(a.suffixes.length, b.suffixes.length);
  for (let i = 0; i < length; i++) {
    const x = a.suffixes[i];
    const y = b.suffixes[i];
    const c = (x?.rank ?? 0) - (y?.rank ?? 0) || compareDigits(x?.number ?? '', y?.number ?? '');
    if (c !== 0) return c;
  }
  return compareDigits(a.revision, b.revision) || compareText(b.rest, a.rest);
}

/**
 * Gentoo's order of ebuild versions (Package Manager Specification, version comparison). An unreadable end makes a version
 * older than the same version without it.
 */
export const gentooOrdering: VersionOrdering = orderingOfParsed(
  'gentoo',
  parseGentoo,
  compareGentoo,
  (v) => /^\d+(?:\.\d+)*[a-zA-Z]?(?:_(?:alpha|beta|pre|rc|p)\d*)*(?:-r\d+)?$/.test(v),
);
