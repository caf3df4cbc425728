import type { SaidOfPackage } from '../../analysis/contract.ts';

/** A sentence of the catalogue about versions: `advisory.versions.<code>` with its values. */
export interface VersionWords {
  readonly code: 'all' | 'below' | 'up-to' | 'from' | 'between' | 'from-up-to' | 'listed' | 'range';
  readonly values: Readonly<Record<string, string>>;
}

/** The most of listed versions that are worth reading in a table. */
const mostListed = 8;

/** Which versions an advisory means, each interval in words; every version when it names none. */
export function affectedVersions(said: SaidOfPackage): VersionWords[] {
  const words = said.intervals.map(({ introduced, fixed, lastAffected }): VersionWords => {
    const from = introduced === null || introduced === '0' || introduced === '' ? null : introduced;
    if (fixed !== null) {
      return from === null
        ? { code: 'below', values: { fixed } }
        : { code: 'between', values: { from, fixed } };
    }
    if (lastAffected !== null) {
      return from === null
        ? { code: 'up-to', values: { last: lastAffected } }
        : { code: 'from-up-to', values: { from, last: lastAffected } };
    }
    return from === null ? { code: 'all', values: {} } : { code: 'from', values: { from } };
  });
  if (said.versions.length > 0) {
    const more = said.versions.length - mostListed;
    const list = said.versions.slice(0, mostListed).join(', ') + (more > 0 ? ` … (+ ${more})` : '');
    words.push({ code: 'listed', values: { list } });
  }
  if (said.rangeText !== null) words.push({ code: 'range', values: { range: said.rangeText } });
  return words.length === 0 ? [{ code: 'all', values: {} }] : words;
}

/** Versions in which it is fixed, each once. */
export function fixedVersions(said: SaidOfPackage): string[] {
  return [...new Set(said.intervals.flatMap(({ fixed }) => (fixed === null ? [] : [fixed])))];
}
