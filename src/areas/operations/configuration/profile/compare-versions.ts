import { digestOfLine, type ProfileFacts, submittedRows } from './facts.ts';

type Version = Pick<ProfileFacts, 'items' | 'benchmarks'>;

/** What a version does to the one before it, by codes of items (R-CF-7). */
export interface VersionChanges {
  readonly addedItems: readonly string[];
  readonly removedItems: readonly string[];
  /** Items in both whose text or expected values differ. */
  readonly changedItems: readonly string[];
}

function digestsByItem(version: Version): Map<string, { code: string; digest: string }> {
  const lines = submittedRows(version);
  return new Map(
    version.items.map(({ item, code }) => [
      item,
      {
        code,
        digest: lines
          .filter((line) => line.item === item)
          .map(digestOfLine)
          .sort()
          .join(' '),
      },
    ]),
  );
}

/** Compares a version with the one before. Pure. */
export function compareVersions(before: Version, after: Version): VersionChanges {
  const [old, now] = [digestsByItem(before), digestsByItem(after)];
  const codes = (
    of: Map<string, { code: string; digest: string }>,
    keep: (item: string, digest: string) => boolean,
  ) => [...of].filter(([item, { digest }]) => keep(item, digest)).map(([, { code }]) => code);
  return {
    addedItems: codes(now, (item) => !old.has(item)),
    removedItems: codes(old, (item) => !now.has(item)),
    changedItems: codes(now, (item, digest) => old.has(item) && old.get(item)?.digest !== digest),
  };
}
