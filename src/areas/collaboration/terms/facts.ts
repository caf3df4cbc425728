import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { Part, PlanKind } from './choices.ts';

export interface PlanFact {
  readonly domain: 'common' | 'local';
  readonly organisation: string;
  readonly plan: PlanKind;
  readonly validFrom: string;
  readonly validTo: string;
}

export interface ParticipantFact {
  readonly organisation: string;
  readonly state: string;
  readonly plansWaived: boolean;
}

/** What the guards of terms look at beside the case. */
export interface TermsFacts {
  /** Parts that have a clause. */
  readonly parts: readonly Part[];
  readonly openComments: number;
  /** Clauses that name no common standard. */
  readonly clausesWithoutStandard: number;
  readonly plans: readonly PlanFact[];
  readonly participants: readonly ParticipantFact[];
  /** A version that was approved later replaces the one of this case. */
  readonly replaced: boolean;
  /** State of the newest security part that was not withdrawn, and the digest of the text that it prints. */
  readonly document: { readonly state: string; readonly textDigest: string | null } | null;
}

const factsText = `select
  coalesce((select jsonb_agg(distinct c."part") from terms_clause c where c.owner_id = $1 and c.case_id = $2), '[]') as parts,
  (select count(*)::int from terms_clause c where c.owner_id = $1 and c.case_id = $2 and c."standard" is null) as "clausesWithoutStandard",
  (select count(*)::int from clause_comment m where m.owner_id = $1 and m.case_id = $2 and m.state = 'open') as "openComments",
  coalesce((select jsonb_agg(p) from (select distinct on (t."domain", t."organisation", t."plan") t."domain" as domain,
      t."organisation" as organisation, t."plan" as plan, t."valid_from" as "validFrom", t."valid_to" as "validTo"
    from terms_plan t where t.owner_id = $1 and t.case_id = $2 order by t."domain", t."organisation", t."plan", t."at" desc, t.id desc) p), '[]')
    as plans,
  coalesce((select jsonb_agg(jsonb_build_object('organisation', a."organisation", 'state', a.state,
      'plansWaived', a."plans_waived" is not null) order by a."name")
    from terms_participant a where a.owner_id = $1 and a.case_id = $2), '[]') as participants,
  exists (select from terms_version n join terms_version v on v.owner_id = n.owner_id and v.id = n."replaces"
    where v.owner_id = $1 and v.case_id = $2) as replaced,
  (select jsonb_build_object('state', d.state, 'textDigest', d.frozen #>> '{data,textDigest}')
    from deliverable d where d.owner_id = $1 and d.case_id = $2 and d.type = 'terms-of-collaboration-security-part'
      and d.state not in ('withdrawn', 'superseded') order by d.id desc limit 1) as document`;

export async function termsFacts(
  context: Pick<ReadContext, 'client'>,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<TermsFacts> {
  const { rows } = await context.client.query<TermsFacts>({
    name: 'terms-facts',
    text: factsText,
    values: [row.ownerId, row.id],
  });
  const [found] = rows;
  if (found === undefined) throw new Error('a statement without a table has one row');
  return found;
}
