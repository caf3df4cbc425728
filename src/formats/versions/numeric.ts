import {
  compareDigits,
  compareLists,
  compareText,
  orderingOfParsed,
  type VersionOrdering,
} from './ordering.ts';

interface NumericVersion {
  readonly numbers: readonly string[];
  readonly rest: string;
}

function parserFor(separators: RegExp): (version: string) => NumericVersion {
  return (version) => {
    const [text = ''] = /^[\d.-]*/.exec(version) ?? [];
    return {
      numbers: text.split(separators).filter((n) => n !== ''),
      rest: version.slice(text.length),
    };
  };
}

function compareNumeric(a: NumericVersion, b: NumericVersion): number {
  return compareLists(a.numbers, b.numbers, compareDigits) || compareText(a.rest, b.rest);
}

/** R packages: numbers between `.` or `-`; of two that agree the shorter is older (R's package_version). */
export const cranOrdering: VersionOrdering = orderingOfParsed(
  'cran',
  parserFor(/[.-]/),
  compareNumeric,
  (v) => /^\d+(?:[.-]\d+)+$/.test(v),
);

/** Haskell packages: numbers between dots, compared as lists (Data.Version, Haskell Package Versioning Policy). */
export const hackageOrdering: VersionOrdering = orderingOfParsed(
  'hackage',
  parserFor(/[.-]/),
  compareNumeric,
  (v) => /^\d+(?:\.\d+)*$/.test(v),
);
