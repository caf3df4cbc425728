import type { AffectedAssetView } from '../../contract.ts';

/** The components of one asset that come from the same package in the same version, told once. */
export interface AffectedRow extends AffectedAssetView {
  readonly key: string;
  readonly binaries: readonly string[];
}

/** Binary packages of one source package stand together, so that an asset is not listed once for each. */
export function groupAffected(items: readonly AffectedAssetView[]): AffectedRow[] {
  const rows = new Map<string, AffectedRow & { binaries: string[] }>();
  for (const item of items) {
    const key = [item.ownerId, item.assetId, item.ecosystem, item.package, item.version].join(' ');
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { ...item, key, binaries: [item.binaryName] });
    else if (!known.binaries.includes(item.binaryName)) known.binaries.push(item.binaryName);
  }
  return [...rows.values()];
}

/** What is installed, as a reader says it: the package and, where they have other names, what it is installed by. */
export function installedAs(row: Pick<AffectedRow, 'package' | 'binaries'>): string | null {
  const others = row.binaries.filter((name) => name !== row.package && name !== '');
  return others.length === 0 ? null : others.join(', ');
}
