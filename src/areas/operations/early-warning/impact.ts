import { type AssetContext, assetContexts } from '#areas/assets/queries/asset-context.ts';
import {
  type AffectedAsset,
  affectedAssets,
} from '#areas/operations/advisories/queries/affected-assets.ts';
import { decidedAssets } from '#areas/operations/advisories/queries/decisions.ts';
import {
  type Triage,
  triageFacts,
  triageOf,
} from '#areas/operations/advisories/queries/triage-facts.ts';
import type { ReadContext } from '#kernel/command/context.ts';

export interface WarningImpact {
  /** Assets that matching holds to be affected, and those that a person named. */
  readonly assets: readonly string[];
  readonly withoutFix: readonly string[];
  readonly unknown: readonly string[];
  /** Matched, and decided not to be affected. */
  readonly notAffected: readonly string[];
}

/** As much of a case as says what it is about. */
type WarningLike = {
  readonly ownerId: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

export interface Source {
  readonly advisory: string;
  readonly revision: string | null;
}

/** Further advisories about the matter of a warning. */
export function sourcesOf(fields: WarningLike['fields']): Source[] {
  const { sources } = fields;
  if (!Array.isArray(sources)) return [];
  return sources.map((row) => ({
    advisory: String(row.advisory),
    revision: typeof row.revision === 'string' ? row.revision : null,
  }));
}

/**
 * Assets that a warning concerns: from matching its advisory, and what other sources say of it, without those that are decided not to be
 * affected, and named by hand (X.1052 §12.2.1 b).
 */
export async function affectedByWarning(
  context: Pick<ReadContext, 'client'>,
  warning: WarningLike,
): Promise<WarningImpact> {
  const { ownerId, fields } = warning;
  const named = Array.isArray(fields['assets']) ? fields['assets'].map(String) : [];
  const first = typeof fields['advisory'] === 'string' ? [fields['advisory']] : [];
  const found: AffectedAsset[] = [];
  const notAffected = new Set<string>();
  for (const advisory of [...first, ...sourcesOf(fields).map((one) => one.advisory)]) {
    const decided = new Set(await decidedAssets(context, [ownerId], advisory, 'not-affected'));
    for (const one of await affectedAssets(context, ownerId, advisory)) {
      if (decided.has(one.assetId)) notAffected.add(one.assetId);
      else found.push(one);
    }
  }
  const of = (...verdicts: string[]) => [
    ...new Set(
      found.filter(({ verdict }) => verdicts.includes(verdict)).map(({ assetId }) => assetId),
    ),
  ];
  return {
    assets: [...new Set([...of('affected', 'no-fix'), ...named])],
    withoutFix: of('no-fix'),
    unknown: of('unknown'),
    notAffected: [...notAffected],
  };
}

/** Assets that the recommendations of a warning name and that are affected no more: a later inventory showed them repaired. */
export async function repairedUnderWarning(
  context: Pick<ReadContext, 'client'>,
  warning: WarningLike & { readonly id: string },
  impact: WarningImpact,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'warning-recommended-assets',
    text: `select distinct unnest(assets) as id from recommendation
      where owner_id = $1 and case_id = $2 and state <> 'withdrawn' order by 1`,
    values: [warning.ownerId, warning.id],
  });
  const open = new Set([...impact.assets, ...impact.unknown, ...impact.notAffected]);
  return rows.map(({ id }) => id).filter((id) => !open.has(id));
}

export interface WarningTriage {
  readonly triage: Triage;
  readonly knownExploited: boolean;
  /** Calendar day. */
  readonly kevDueDate: string | null;
  readonly epss: number | null;
  readonly cvssScore: number | null;
  readonly contexts: readonly AssetContext[];
}

const nothingKnown = {
  exploited: false,
  kevDueDate: null,
  epss: null,
  epssPercentile: null,
  severity: null,
  severityScore: null,
  severityVector: null,
};

/** What the registers know for the triage of a warning and the priority of its patches. */
export async function triageOfWarning(
  context: Pick<ReadContext, 'client'>,
  warning: WarningLike,
  assets: readonly string[],
): Promise<WarningTriage> {
  const { advisory } = warning.fields;
  const found = typeof advisory === 'string' ? await triageFacts(context, advisory) : null;
  const facts = found ?? nothingKnown;
  const contexts = await assetContexts(context, warning.ownerId, assets);
  return {
    triage: triageOf(facts, contexts),
    knownExploited: facts.exploited,
    kevDueDate: facts.kevDueDate,
    epss: facts.epss,
    cvssScore: facts.severityScore,
    contexts,
  };
}
