import { valid } from '@renovatebot/pep440';
import {
  compareDigits,
  compareLists,
  comparePadded,
  compareText,
  isDigits,
  orderingOfParsed,
  type VersionOrdering,
} from './ordering.ts';

interface Pep440Version {
  readonly epoch: string;
  readonly release: readonly string[];
  /** The phase a, b or r(c) with its number; `!` before every phase for a plain development release, `z` for none. */
  readonly prePhase: string;
  readonly preNumber: string;
  readonly post: string | null;
  readonly dev: string | null;
  readonly local: readonly string[];
}

type PypiVersion = Pep440Version | { readonly legacy: readonly string[] };

/** PEP 440, appendix B. */
const grammar =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?dev[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/;

function parsePypi(version: string): PypiVersion {
  const match = grammar.exec(version.toLowerCase());
  if (match === null) return { legacy: legacyParts(version.toLowerCase()) };
  const [, epoch = '', release = '', phase, preNumber = '', postDash, postWord, dev, local] = match;
  const post = postDash ?? postWord ?? null;
  return {
    epoch,
    release: release.split('.'),
    prePhase: phaseOf(phase, post, dev),
    preNumber,
    post,
    dev: dev ?? null,
    local: local === undefined ? [] : local.split(/[-_.]/),
  };
}

function phaseOf(phase: string | undefined, post: string | null, dev: string | undefined): string {
  if (phase === undefined) return post === null && dev !== undefined ? '!' : 'z';
  if (phase.startsWith('a') || phase.startsWith('b')) return phase.charAt(0);
  return 'r';
}

/** setuptools' order before PEP 440: words before numbers, `dev` first, `final` closing the list. */
function legacyParts(version: string): readonly string[] {
  const parts: string[] = [];
  const spelling: Readonly<Record<string, string>> = {
    pre: 'c',
    preview: 'c',
    '-': 'final-',
    rc: 'c',
    dev: '@',
  };
  const dropTrailing = (part: string): void => {
    while (parts.at(-1) === part) parts.pop();
  };
  for (const text of [...(version.match(/\d+|[a-z]+|\.|-/g) ?? []), 'final']) {
    if (text === '.') continue;
    if (isDigits(text)) {
      parts.push(text.padStart(8, '0'));
      continue;
    }
    const part = `*${Object.hasOwn(spelling, text) ? spelling[text] : text}`;
    if (part < '*final') dropTrailing('*final-');
    dropTrailing('00000000');
    parts.push(part);
  }
  return parts;
}

/** A missing number comes before any present one. */
function compareOptional(a: string | null, b: string | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return compareDigits(a, b);
}

function compareLocalSegments(a: string, b: string): number {
  const aNumber = isDigits(a);
  if (aNumber !== isDigits(b)) return aNumber ? 1 : -1;
  return aNumber ? compareDigits(a, b) : compareText(a, b);
}

function compareDev(a: string | null, b: string | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return compareDigits(a, b);
}

function comparePypi(a: PypiVersion, b: PypiVersion): number {
  if ('legacy' in a || 'legacy' in b) {
    if (!('legacy' in a)) return 1;
    if (!('legacy' in b)) return -1;
    return compareLists(a.legacy, b.legacy, compareText);
  }
  return (
    compareDigits(a.epoch, b.epoch) ||
    comparePadded(a.release, b.release, '', compareDigits) ||
    compareText(a.prePhase, b.prePhase) ||
    compareDigits(a.preNumber, b.preNumber) ||
    compareOptional(a.post, b.post) ||
    compareDev(a.dev, b.dev) ||
    compareLists(a.local, b.local, compareLocalSegments)
  );
}

/**
 * Python's order (PEP 440, "Summary of permitted suffixes and relative ordering"). Versions outside PEP 440 come before all
 * others, among themselves in setuptools' old order. `isValid` is pep440's.
 */
export const pypiOrdering: VersionOrdering = orderingOfParsed(
  'pypi',
  parsePypi,
  comparePypi,
  (v) => valid(v) !== null,
);
