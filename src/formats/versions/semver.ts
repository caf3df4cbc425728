import semver from 'semver';
import {
  compareDigits,
  compareLists,
  comparePadded,
  compareText,
  isDigits,
  orderingOfParsed,
  type VersionOrdering,
} from './ordering.ts';

/** A version read as SemVer 2.0.0, or as near to it as the text allows. */
export interface SemverKey {
  /** The numbers, at least one; a missing one counts as zero, numbers past the third count too. */
  readonly numbers: readonly string[];
  /** Pre-release identifiers; none for a release. */
  readonly prerelease: readonly string[];
  /** Build metadata, which only Dart's pub compares. */
  readonly build: string;
}

const shape = /^\s*[=vV]*\s*((?:\d+\.?)*)(.*)$/s;

/**
 * Reads any text as a version: leading `v` or `=` is dropped, then come numbers between dots, then what follows is the
 * pre-release (with or without its hyphen) up to `+`, and behind that the build. Numbers may have any length.
 */
export function parseLenientSemver(version: string): SemverKey {
  const [, numberText = '', rest = ''] = shape.exec(version) ?? [];
  const numbers = numberText.split('.').filter((n) => n !== '');
  const plus = rest.indexOf('+');
  const label = (plus === -1 ? rest : rest.slice(0, plus)).replace(/^[-._]/, '');
  return {
    numbers: numbers.length === 0 ? ['0'] : numbers,
    prerelease: label === '' ? [] : label.split('.'),
    build: plus === -1 ? '' : rest.slice(plus + 1),
  };
}

/** SemVer 2.0.0 clause 11.4: numbers before words, numbers by value, words by character. */
export function compareIdentifiers(a: string, b: string): number {
  const aNumber = isDigits(a);
  if (aNumber !== isDigits(b)) return aNumber ? -1 : 1;
  return aNumber ? compareDigits(a, b) : compareText(a, b);
}

/** SemVer 2.0.0 clause 11; numbers past the third are compared as well, build metadata is not. */
export function compareSemver(a: SemverKey, b: SemverKey): number {
  const numbers = comparePadded(a.numbers, b.numbers, '', compareDigits);
  if (numbers !== 0) return numbers;
  if (a.prerelease.length === 0 || b.prerelease.length === 0) {
    return (a.prerelease.length === 0 ? 1 : 0) - (b.prerelease.length === 0 ? 1 : 0);
  }
  return compareLists(a.prerelease, b.prerelease, compareIdentifiers);
}

/**
 * SemVer 2.0.0 for npm, crates.io, Hex, Swift and others. Versions outside the grammar are read leniently
 * ({@link parseLenientSemver}) and so stand among the valid ones. `isValid` is node-semver's.
 */
export const semverOrdering: VersionOrdering = orderingOfParsed(
  'semver',
  parseLenientSemver,
  compareSemver,
  (v) => semver.valid(v) !== null,
);

function parseGo(version: string): SemverKey {
  return parseLenientSemver(version.replace(/^go(?=\d)/, ''));
}

/**
 * Go module versions (go.dev/ref/mod#versions): SemVer with or without `v`. Pseudo-versions are pre-releases and sort by
 * their time; `+incompatible` is build metadata. Names of Go releases (`go1.21rc1`) are read too.
 */
export const goOrdering: VersionOrdering = orderingOfParsed(
  'go',
  parseGo,
  compareSemver,
  (v) => semver.valid(v) !== null,
);

/** A build without text comes first, then identifiers like those of pre-releases. */
function compareWithBuild(a: SemverKey, b: SemverKey): number {
  const c = compareSemver(a, b);
  if (c !== 0 || a.build === b.build) return c;
  if (a.build === '' || b.build === '') return a.build === '' ? -1 : 1;
  return compareLists(a.build.split('.'), b.build.split('.'), compareIdentifiers);
}

/** Dart's pub: SemVer, but a build comes after the same version without one, and builds are ordered (pub_semver). */
export const pubOrdering: VersionOrdering = orderingOfParsed(
  'pub',
  parseLenientSemver,
  compareWithBuild,
  (v) => semver.valid(v) !== null,
);
