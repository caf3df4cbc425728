import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';

export interface GapFact {
  readonly id: string;
  readonly policy: string;
  readonly deviation: string;
  readonly requirement: string;
  readonly handedOver: boolean;
}

export interface RecommendationFact {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly goesTo: 'improvement' | 'change' | 'configuration' | 'policy';
  readonly urgency: 'immediate' | 'high' | 'normal';
  readonly handedOver: boolean;
}

export interface IncidentFacts {
  readonly gaps: readonly GapFact[];
  readonly recommendations: readonly RecommendationFact[];
  readonly lessons: number;
  readonly analyses: number;
  /** Administrations that have spoken with each other directly. */
  readonly liaisons: readonly { readonly from: string; readonly with: string }[];
  /** A Security Incident Report of this case was delivered. */
  readonly reportDelivered: boolean;
}

/** One statement for everything that guards and payloads need from the registers of the case. */
const factsText = `
select coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'policy', g.policy, 'deviation', g.deviation,
    'requirement', g.requirement, 'handedOver', g.handed_over_at is not null) order by g.id)
  from incident_gap g where g.owner_id = $1 and g.case_id = $2), '[]') as gaps,
  coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title, 'text', r.text, 'goesTo', r.goes_to,
    'urgency', r.urgency, 'handedOver', r.handed_over_at is not null) order by r.id)
  from incident_recommendation r where r.owner_id = $1 and r.case_id = $2), '[]') as recommendations,
  (select count(*)::int from incident_finding f where f.owner_id = $1 and f.case_id = $2 and f.kind = 'lesson') as lessons,
  (select count(*)::int from incident_analysis a where a.owner_id = $1 and a.case_id = $2) as analyses,
  coalesce((select jsonb_agg(distinct jsonb_build_object('from', l."from", 'with', l."with"))
    from incident_liaison l where l.owner_id = $1 and l.case_id = $2), '[]') as liaisons,
  exists (select from deliverable d where d.owner_id = $1 and d.case_id = $2 and d.type = 'security-incident-report'
    and d.state = any ('{delivered,acknowledged,superseded}')) as "reportDelivered"`;

export async function incidentFacts(context: ReadContext, row: CaseRow): Promise<IncidentFacts> {
  const { rows } = await context.client.query<IncidentFacts>({
    name: 'incident-facts',
    text: factsText,
    values: [row.ownerId, row.id],
  });
  const [found] = rows;
  if (found === undefined) throw new Error('the facts of an incident have one row');
  return found;
}

export function gapsToHandOver({ gaps }: IncidentFacts): readonly GapFact[] {
  return gaps.filter(({ handedOver }) => !handedOver);
}

export function recommendationsToHandOver({
  recommendations,
}: IncidentFacts): readonly RecommendationFact[] {
  return recommendations.filter(({ handedOver }) => !handedOver);
}
