import type { WriteContext } from '#kernel/command/context.ts';
import type { PackageStatement } from './match-package.ts';
import { type Confidence, MatchColumns, replaceMatches, takeMatchingTurn } from './match-rows.ts';
import { PackageIndex } from './package-index.ts';
import { namesAreSimilar, orderingOf } from './product-names.ts';

interface ChangedTarget {
  readonly id: number;
  readonly advisory_id: string;
  readonly package_id: number;
  readonly ecosystem: string;
  readonly statements: readonly PackageStatement[];
  readonly confidence: Confidence;
  readonly stands: boolean;
  readonly vendor_key: string | null;
  readonly product_key: string | null;
}

interface Candidate {
  readonly target: number;
  readonly version_id: number;
  readonly version: string;
  readonly package_id: number;
  readonly product_key: string | null;
}

const targetsText = `
select p.id, p.advisory_id, p.package_id, n.ecosystem, p.statements, p.confidence, p.stands, k.vendor_key, k.product_key
from advisory_package p join package_name n on n.id = p.package_id left join product_key k on k.package_id = p.package_id
where p.id = any ($1::integer[])`;

/**
 * Versions of the packages themselves, and of all products of the vendors concerned. A version that waits for being matched itself is left
 * to that, which takes its turn later and then sees the advisory.
 */
const candidatesText = `
select p.id as target, v.id as version_id, v.version, v.package_id, null::text as product_key
from advisory_package p join package_version v on v.package_id = p.package_id
where p.id = any ($1::integer[]) and p.stands and not exists (select from product_key k where k.package_id = p.package_id)
  and exists (select from matched_version m where m.package_version_id = v.id)
union all
select p.id, v.id, v.version, v.package_id, other.product_key
from advisory_package p join product_key own on own.package_id = p.package_id
  join product_key other on other.vendor_key = own.vendor_key join package_version v on v.package_id = other.package_id
where p.id = any ($1::integer[]) and p.stands and exists (select from matched_version m where m.package_version_id = v.id)`;

/**
 * Matches advisory rows that are new or changed against every package version that is known anywhere: an index probe and a few comparisons
 * each. Tells by `advisory.changed` which advisories now match something, or did before.
 */
export async function matchAdvisories(
  context: WriteContext,
  targets: readonly number[],
  ownerId: string,
): Promise<void> {
  if (targets.length === 0) return;
  await takeMatchingTurn(context);
  const { rows: changed } = await context.client.query<ChangedTarget>({
    name: 'match-targets',
    text: targetsText,
    values: [targets],
  });
  const { rows: candidates } = await context.client.query<Candidate>({
    name: 'match-candidates',
    text: candidatesText,
    values: [targets],
  });
  const columns = new MatchColumns();
  const byTarget = Map.groupBy(candidates, ({ target }) => target);
  for (const target of changed) {
    const index = new PackageIndex(orderingOf(target.ecosystem), [target]);
    for (const candidate of byTarget.get(target.id) ?? []) {
      const confidence = confidenceOf(target, candidate);
      if (confidence === null) continue;
      index.match(candidate.version, (id, verdict) =>
        columns.add(candidate.version_id, id, verdict, confidence),
      );
    }
  }
  const touched = new Set(await replaceMatches(context, targets, columns));
  const told = Map.groupBy(
    changed.filter(({ id }) => touched.has(id)),
    ({ advisory_id }) => advisory_id,
  );
  for (const [advisoryId, rows] of told) {
    context.emit({
      name: 'advisory.changed',
      ownerId,
      recordId: advisoryId,
      payload: { advisoryId, targets: rows.map(({ id }) => id).slice(0, 1000) },
    });
  }
}

interface Named {
  readonly package_id: number;
  readonly product_key: string | null;
}

/** How sure it is that the two are one product: the same package, the same name by vendor, a similar one, or null for none of them. */
export function confidenceOf(
  target: Named & { readonly confidence: Confidence },
  candidate: Named,
): Confidence | null {
  if (candidate.package_id === target.package_id) return target.confidence;
  const own = target.product_key;
  const other = candidate.product_key;
  if (own === null || other === null) return null;
  if (own === other) return 2;
  return namesAreSimilar(own, other) ? 1 : null;
}
