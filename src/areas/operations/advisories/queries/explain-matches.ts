import type { ReadContext } from '#kernel/command/context.ts';
import {
  type MatchOutcome,
  matchPackage,
  type PackageStatement,
} from '../matching/match-package.ts';
import { orderingOf } from '../matching/product-names.ts';

export interface MatchPair {
  readonly versionId: number;
  readonly targetId: number;
}

export interface ExplainedMatch extends MatchOutcome {
  readonly ecosystem: string;
  readonly package: string;
  readonly version: string;
}

interface Row {
  readonly version_id: number;
  readonly target_id: number;
  readonly ecosystem: string;
  readonly package: string;
  readonly version: string;
  readonly statements: readonly PackageStatement[];
}

export function pairKey({ versionId, targetId }: MatchPair): string {
  return `${versionId} ${targetId}`;
}

/**
 * The sentence behind each match, by {@link pairKey}: computed anew from what the advisory says, by the function that matched, so that
 * the two cannot differ.
 */
export async function explainMatches(
  context: Pick<ReadContext, 'client'>,
  pairs: readonly MatchPair[],
): Promise<Map<string, ExplainedMatch>> {
  if (pairs.length === 0) return new Map();
  const { rows } = await context.client.query<Row>({
    name: 'match-explain',
    text: `select v.id as version_id, p.id as target_id, n.ecosystem, n.name as package, v.version, p.statements
      from unnest($1::integer[], $2::integer[]) as w (version_id, target_id)
      join package_version v on v.id = w.version_id join package_name n on n.id = v.package_id
      join advisory_package p on p.id = w.target_id`,
    values: [pairs.map(({ versionId }) => versionId), pairs.map(({ targetId }) => targetId)],
  });
  return new Map(
    rows.map((row) => {
      const { ecosystem, version, statements } = row;
      const outcome = matchPackage(orderingOf(ecosystem), version, statements);
      const key = pairKey({ versionId: row.version_id, targetId: row.target_id });
      return [key, { ...outcome, ecosystem, package: row.package, version }];
    }),
  );
}
