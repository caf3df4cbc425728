import type { NormalisedAdvisory } from '#formats/advisory.ts';
import { diffAdvisories } from '#formats/advisory-diff.ts';
import { changedTargets } from '#formats/advisory-digest.ts';
import { orderingFor } from '#formats/versions/orderings.ts';

/** What a revision changed, bounded so that a large document does not become a larger row. */
export interface RevisionChanges {
  readonly changes: readonly { path: string; before: unknown; after: unknown }[];
  readonly leftOut: number;
  readonly targets: number;
}

const mostChanges = 200;
const longestValue = 2000;

/** A readable, bounded list of what changed between two revisions. */
export function compareRevisions(
  before: NormalisedAdvisory,
  after: NormalisedAdvisory,
): RevisionChanges {
  const all = diffAdvisories(before, after);
  return {
    changes: all.slice(0, mostChanges).map(({ path, before: old, after: now }) => ({
      path: short(path) as string,
      before: short(old),
      after: short(now),
    })),
    leftOut: Math.max(0, all.length - mostChanges),
    targets: changedTargets(before, after).length,
  };
}

function short(value: unknown): unknown {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  const clean = text.replaceAll('\0', '\u2400').replaceAll('\\u0000', '\u2400').toWellFormed();
  if (clean.length > longestValue) return `${clean.slice(0, longestValue).toWellFormed()}\u2026`;
  return typeof value === 'string' ? clean : (JSON.parse(clean) as unknown);
}

const natural = orderingFor('generic');

/**
 * True when a document with this revision and date replaces one with the other: by the revision's number where both are numbers, else by
 * date; of equals the one that came last.
 */
export function replaces(
  candidate: { readonly revision: string; readonly issuedAt: string | null },
  present: { readonly revision: string; readonly issuedAt: string | null },
): boolean {
  const numbered = /^\d+(?:\.\d+)*$/;
  if (numbered.test(candidate.revision) && numbered.test(present.revision)) {
    const order = natural?.compare(candidate.revision, present.revision) ?? 0;
    if (order !== 0) return order > 0;
  }
  if (candidate.issuedAt !== null && present.issuedAt !== null) {
    const order = Date.parse(candidate.issuedAt) - Date.parse(present.issuedAt);
    if (order !== 0) return order > 0;
  }
  return true;
}
