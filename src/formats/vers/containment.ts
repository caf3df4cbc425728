import type { VersionOrdering } from '#formats/versions/ordering.ts';
import { orderingFor } from '#formats/versions/orderings.ts';
import { type Constraint, type Vers, versOf } from './vers.ts';

/**
 * Whether the range holds the version (VERS specification, "Checking if a version is contained within a range"); null when the
 * type has no ordering here. A range of nothing but `!=` holds every other version.
 */
export function versContains(vers: Vers, version: string): boolean | null {
  const ordering = orderingFor(vers.type);
  if (vers.constraints === '*') return true;
  if (ordering === null) return null;
  const { constraints } = simplifiedVers(vers) as { constraints: readonly Constraint[] };
  const same = vers.constraints.filter((c) => ordering.compare(c.version, version) === 0);
  if (
    same.some((c) => c.comparator === '=' || (c.comparator.length === 2 && c.comparator !== '!='))
  )
    return true;
  if (same.some((c) => c.comparator === '!=')) return false;
  if (constraints.every((c) => c.comparator === '!=')) return constraints.length > 0;
  const bounds = constraints.filter((c) => c.comparator !== '=' && c.comparator !== '!=');
  return isBetweenBounds(ordering, bounds, version);
}

/** Bounds alternate after simplification, so the last bound below the version or the first above it decides. */
function isBetweenBounds(
  ordering: VersionOrdering,
  bounds: readonly Constraint[],
  version: string,
): boolean {
  let below: Constraint | null = null;
  for (const bound of bounds) {
    const c = ordering.compare(bound.version, version);
    // The version itself is excluded by `<` and `>`: the inclusive comparators were seen before.
    if (c === 0) return false;
    if (c > 0)
      return bound.comparator.startsWith('<') && below?.comparator.startsWith('<') !== true;
    below = bound;
  }
  return below?.comparator.startsWith('>') === true;
}

/**
 * The same range without redundant constraints (VERS specification, "Simplifying constraints"): of lower bounds in a row the
 * first stays, of upper bounds the last, and single versions inside an interval go. `!=` constraints stay.
 */
export function simplifiedVers(vers: Vers): Vers {
  if (vers.constraints === '*') return vers;
  const sorted = versOf(vers.type, vers.constraints).constraints as readonly Constraint[];
  const unequal = sorted.filter((c) => c.comparator === '!=');
  const kept: Constraint[] = [];
  for (const current of sorted) {
    if (current.comparator === '!=') continue;
    const isUpper = current.comparator.startsWith('<');
    const previous = kept.at(-1);
    if (!isUpper && previous?.comparator.startsWith('>') === true) continue;
    if (isUpper)
      while (kept.length > 0 && kept.at(-1)?.comparator.startsWith('>') !== true) kept.pop();
    kept.push(current);
  }
  return versOf(vers.type, [...kept, ...unequal]);
}
