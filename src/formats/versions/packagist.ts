import { compareDigits, isDigits, orderingOfParsed, type VersionOrdering } from './ordering.ts';

interface Part {
  readonly rank: number;
  readonly digits: string;
}

const numberRank = 5;
/** PHP's order of words: any other < dev < alpha < beta < RC < (end) < number < patch level. */
const endRank = 4.5;

function wordRank(word: string): number {
  if (word.startsWith('dev')) return 0;
  if (word.startsWith('a')) return 1;
  if (word.startsWith('b')) return 2;
  if (word.startsWith('RC') || word.startsWith('rc')) return 3;
  if (word.startsWith('#')) return endRank;
  return word.startsWith('p') ? 6 : 0;
}

function parsePackagist(version: string): readonly Part[] {
  return version
    .replace(/^[vV]/, '')
    .replace(/[-._+]?stable$/i, '')
    .replace(/[-_+]/g, '.')
    .replace(/([^\d.])(?=\d)/g, '$1.')
    .replace(/(\d)(?=[^\d.])/g, '$1.')
    .split('.')
    .map((text) =>
      isDigits(text) ? { rank: numberRank, digits: text } : { rank: wordRank(text), digits: '' },
    );
}

const end: Part = { rank: endRank, digits: '' };

function comparePackagist(a: readonly Part[], b: readonly Part[]): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a[i] ?? end;
    const y = b[i] ?? end;
    const c = x.rank - y.rank || compareDigits(x.digits, y.digits);
    if (c !== 0) return c;
  }
  return 0;
}

/**
 * Composer's order: PHP's version_compare on the version without a leading `v` and an ending `stable`. PHP's word `#` is equal to every number,
 * which is no order; here it is equal to the end of the version.
 */
export const packagistOrdering: VersionOrdering = orderingOfParsed(
  'packagist',
  parsePackagist,
  comparePackagist,
  (v) =>
    /^v?\d+(?:\.\d+){0,3}(?:[-._+]?(?:dev|stable|beta|b|rc|alpha|a|patch|pl|p)[-.]?\d*)*(?:\+\S+)?$/i.test(
      v,
    ),
);
