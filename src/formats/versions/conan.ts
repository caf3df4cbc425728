import { compareNaturally } from './natural.ts';
import { compareLists, compareText, orderingOfParsed, type VersionOrdering } from './ordering.ts';

interface ConanVersion {
  /** The items between dots, without zeros at the end. */
  readonly items: readonly string[];
  readonly prerelease: ConanVersion | null;
  readonly build: ConanVersion | null;
}

function parseConan(version: string): ConanVersion {
  const plus = version.lastIndexOf('+');
  const withoutBuild = plus === -1 ? version : version.slice(0, plus);
  const hyphen = withoutBuild.lastIndexOf('-');
  const main = hyphen === -1 ? withoutBuild : withoutBuild.slice(0, hyphen);
  const items = main.split('.');
  while (items.length > 0 && /^0+$/.test(items.at(-1) as string)) items.pop();
  return {
    items,
    prerelease: hyphen === -1 ? null : parsePlain(withoutBuild.slice(hyphen + 1)),
    build: plus === -1 ? null : parsePlain(version.slice(plus + 1)),
  };
}

function parsePlain(text: string): ConanVersion {
  const items = text.split('.');
  while (items.length > 0 && /^0+$/.test(items.at(-1) as string)) items.pop();
  return { items, prerelease: null, build: null };
}

function compareConan(a: ConanVersion, b: ConanVersion): number {
  return (
    compareLists(a.items, b.items, compareNaturally) ||
    compareOptional(a.prerelease, b.prerelease, -1) ||
    compareOptional(a.build, b.build, 1)
  );
}

/** `side` says where a present part stands against a missing one. */
function compareOptional(a: ConanVersion | null, b: ConanVersion | null, side: number): number {
  if (a === null || b === null) return ((a === null ? 0 : 1) - (b === null ? 0 : 1)) * side;
  return compareLists(a.items, b.items, compareNaturally);
}

/**
 * Conan's order (conan.internal.model.version): items between dots, a pre-release behind the last hyphen, a build behind the
 * last plus sign. Conan compares an integer with a word as text, which is no order (2 < 10 < 1a < 2); here digits within
 * items are compared by value.
 */
export const conanOrdering: VersionOrdering = orderingOfParsed(
  'conan',
  parseConan,
  compareConan,
  (v) => /^[A-Za-z0-9_][A-Za-z0-9_+.*-]*$/.test(v),
);

interface OpensslVersion {
  readonly numbers: readonly string[];
  readonly letters: string;
  readonly prerelease: string;
}

function parseOpenssl(version: string): OpensslVersion {
  const [, numbers = '', letters = '', rest = ''] =
    /^v?((?:\d+\.?)*)([a-z]*)(.*)$/s.exec(version.toLowerCase()) ?? [];
  return { numbers: numbers.split('.').filter((n) => n !== ''), letters, prerelease: rest };
}

function compareOpenssl(a: OpensslVersion, b: OpensslVersion): number {
  const c =
    compareLists(a.numbers, b.numbers, compareNaturally) || compareText(a.letters, b.letters);
  if (c !== 0 || a.prerelease === b.prerelease) return c;
  if (a.prerelease === '' || b.prerelease === '') return a.prerelease === '' ? 1 : -1;
  return compareNaturally(a.prerelease, b.prerelease);
}

/**
 * OpenSSL's order: numbers, then the letters of a patch release up to 1.1.1 (`1.0.2` < `1.0.2a` < `1.0.2z` < `1.0.2za`), then
 * a pre-release (`-pre1`, `-beta2`), which comes before its release (OpenSSL "Release strategy").
 */
export const opensslOrdering: VersionOrdering = orderingOfParsed(
  'openssl',
  parseOpenssl,
  compareOpenssl,
  (v) => /^\d+\.\d+\.\d+[a-z]*(?:-(?:alpha|beta|pre|dev)\d*)?$/.test(v),
);
