import { aliasGroup } from '#areas/operations/advisories/queries/alias-group.ts';
import { hashOf } from '#engine/canonical.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { affectedByWarning } from './impact.ts';

export interface RecommendationFact {
  readonly id: string;
  readonly state: string;
  readonly kind: 'configuration' | 'patch' | 'other';
  readonly title: string;
  readonly text: string;
  readonly urgency: 'immediate' | 'out-of-cycle' | 'scheduled' | 'defer';
  readonly assets: readonly string[];
  readonly package: string | null;
  readonly fixedVersion: string | null;
  readonly requirement: string | null;
  readonly referenceMethod: string | null;
  readonly checkConditions: string | null;
  readonly assetClass: string | null;
}

export interface EarlyWarningFacts {
  readonly caseId: string;
  readonly recommendations: readonly RecommendationFact[];
  /** The early-warning report of this case was issued. */
  readonly reportIssued: boolean;
  /** Other open warnings of the organisation about the same advisory, or what another source says of the same matter. */
  readonly openTwins: number;
  /** Assets that matching, or a person, holds to be affected. */
  readonly affected: number;
}

interface Row {
  recommendations: RecommendationFact[];
  report_issued: boolean;
  open_twins: number;
}

/** One statement; the advisory's affected assets are asked for only where they matter. */
const factsText = `
select coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'state', r.state, 'kind', r.kind, 'title', r.title, 'text', r.text,
    'urgency', r.urgency, 'assets', coalesce(to_jsonb(r.assets), '[]'), 'package', r.package, 'fixedVersion', r.fixed_version,
    'requirement', r.requirement, 'referenceMethod', r.reference_method, 'checkConditions', r.check_conditions,
    'assetClass', r.asset_class) order by r.id)
  from recommendation r where r.owner_id = $1 and r.case_id = $2), '[]') as recommendations,
  exists (select from deliverable d where d.owner_id = $1 and d.case_id = $2 and d.type = 'early-warning-report'
    and d.state = any ('{issued,delivered,acknowledged}')) as report_issued,
  case when $3::text[] is null then 0 else (select count(*)::int from procedure_case c
    where c.owner_id = $1 and c.procedure = 'early-warning' and c.closed_at is null and c.id <> $2 and c.state <> 'collected'
      and c.fields->>'advisory' = any ($3::text[])) end as open_twins`;

export async function earlyWarningFacts(
  context: ReadContext,
  row: CaseRow,
): Promise<EarlyWarningFacts> {
  const { advisory } = row.fields;
  const asksForTwins = row.state === 'collected' && typeof advisory === 'string';
  const { rows } = await context.client.query<Row>({
    name: 'early-warning-facts',
    text: factsText,
    values: [row.ownerId, row.id, asksForTwins ? await aliasGroup(context, advisory) : null],
  });
  const found = rows[0];
  const affected =
    row.state === 'analysing' ? (await affectedByWarning(context, row)).assets.length : 0;
  return {
    caseId: row.id,
    recommendations: found?.recommendations ?? [],
    reportIssued: found?.report_issued ?? false,
    openTwins: found?.open_twins ?? 0,
    affected,
  };
}

/** Hash of what a recommendation says: the reviewer's approval is bound to it. */
export function digestOf(recommendation: RecommendationFact): string {
  const { state: _state, ...said } = recommendation;
  return hashOf(said);
}

/** Recommendations that wait for the review of this round. */
export function proposedOf(facts: EarlyWarningFacts): readonly RecommendationFact[] {
  return facts.recommendations.filter(({ state }) => state === 'proposed');
}
