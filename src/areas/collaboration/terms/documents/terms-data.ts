import type { ReadContext } from '#kernel/command/context.ts';
import type { ComposeInput } from '#work/deliverables/definition.ts';
import { scopeOf } from '../../scope.ts';
import type { PlanKind } from '../choices.ts';
import { type ClauseOfText, clausesOf } from '../effects/clauses.ts';
import { slaFields } from '../fields.ts';

export interface PrintedPlan {
  readonly plan: PlanKind;
  readonly title: string;
  readonly edition: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly place: string;
}

export interface PrintedParty {
  readonly name: string;
  /** `YYYY-MM-DD` of the agreement to exactly this text. */
  readonly agreedOn: string | null;
  readonly waived: boolean;
}

/** What the security-related part says, as JSON, frozen with the document. Of single administrations it holds names and agreements only. */
export interface TermsData {
  readonly textDigest: string | null;
  readonly reference: string;
  readonly scope: {
    readonly communities: readonly string[];
    readonly threads: readonly string[];
    readonly memberStates: readonly string[];
  };
  readonly wholeDocument: string | null;
  readonly effectiveFrom: string | null;
  readonly validUntil: string | null;
  readonly parties: readonly PrintedParty[];
  readonly sla: Readonly<Record<string, unknown>>;
  readonly omitted: readonly string[];
  readonly omissionReason: string | null;
  readonly clauses: readonly (ClauseOfText & { readonly standard: string | null })[];
  /** Of the organisations that clauses name, by id. */
  readonly names: Readonly<Record<string, string>>;
  readonly commonPlans: readonly PrintedPlan[];
  readonly commonPlansWaived: string | null;
  /** Administrations with a valid plan of each kind. */
  readonly localPlans: Readonly<Record<string, number>>;
  /** By clause id: how many administrations stated what of it as it reads here, and the two statements against service levels. */
  readonly assessments: readonly {
    readonly clauseId: string;
    readonly against: string;
    readonly status: string;
    readonly count: number;
  }[];
}

interface Gathered {
  communities: string[];
  threads: string[];
  memberStates: string[];
  standards: Record<string, string>;
  names: Record<string, string>;
  parties: PrintedParty[];
  commonPlans: PrintedPlan[];
  localPlans: Record<string, number>;
  assessments: TermsData['assessments'];
}

const gatheredText = `select
  coalesce((select jsonb_agg(c.name order by c.name) from user_community c where c.id = any ($3::uuid[])), '[]') as communities,
  coalesce((select jsonb_agg(t.name order by t.name) from business_thread t where t.id = any ($4::uuid[])), '[]') as threads,
  coalesce((select jsonb_agg(m.name order by m.name) from membership m where m.id = any ($5::uuid[])), '[]') as "memberStates",
  coalesce((select jsonb_object_agg(s.id, concat_ws(', ', s.title, s.reference)) from common_standard s), '{}') as standards,
  coalesce((select jsonb_object_agg(o.id, o.name) from organisation o where o.id in (select unnest(coalesce(c.from_organisations, '{}')
      || coalesce(c.to_organisations, '{}')) from terms_clause c where c.owner_id = $1 and c.case_id = $2)), '{}') as names,
  coalesce((select jsonb_agg(jsonb_build_object('name', p.name, 'waived', p.state = 'waived', 'agreedOn',
      (select to_char(max(a.at) at time zone 'UTC', 'YYYY-MM-DD') from case_approval a where a.owner_id = $1 and a.case_id = $2
        and a.action = 'agree' and a.voided_at is null and a.organisation_id = p.organisation)) order by p.name)
    from terms_participant p where p.owner_id = $1 and p.case_id = $2), '[]') as parties,
  coalesce((select jsonb_agg(to_jsonb(l) order by l.plan) from (select distinct on (t.plan) t.plan, t.title, t.edition,
      t.valid_from as "validFrom", t.valid_to as "validTo", t.place from terms_plan t
      where t.owner_id = $1 and t.case_id = $2 and t.domain = 'common' order by t.plan, t.at desc, t.id desc) l), '[]') as "commonPlans",
  coalesce((select jsonb_object_agg(n.plan, n.count) from (select g.plan, count(*)::int as count from (select distinct on (t.organisation, t.plan) t.plan,
        t.valid_from, t.valid_to from terms_plan t where t.owner_id = $1 and t.case_id = $2 and t.domain = 'local'
        order by t.organisation, t.plan, t.at desc, t.id desc) g
      where $6::date between g.valid_from and g.valid_to group by g.plan) n), '{}') as "localPlans",
  coalesce((select jsonb_agg(to_jsonb(g)) from (select a.terms_clause as "clauseId", a.against, a.status, count(*)::int as count
      from clause_assessment a where a.owner_id = $1 and a.case_id = $2 and a.outdated is not true group by 1, 2, 3) g), '[]') as assessments`;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export async function loadTermsData(
  context: ReadContext,
  { case: row }: ComposeInput,
): Promise<TermsData> {
  const { communities, threads, memberStates } = scopeOf(row.fields);
  const { rows } = await context.client.query<Gathered>({
    name: 'terms-document',
    text: gatheredText,
    values: [
      ...[row.ownerId, row.id, communities, threads, memberStates],
      context.now.toISOString().slice(0, 10),
    ],
  });
  const [found] = rows;
  if (found === undefined) throw new Error('a statement without a table has one row');
  const clauses = await clausesOf(context, row);
  const omitted = row.fields['omittedParts'];
  return {
    textDigest: textOf(row.fields['textDigest']),
    reference: row.reference,
    scope: {
      communities: found.communities,
      threads: found.threads,
      memberStates: found.memberStates,
    },
    wholeDocument: textOf(row.fields['wholeDocument']),
    effectiveFrom: textOf(row.fields['effectiveFrom']),
    validUntil: textOf(row.fields['validUntil']),
    parties: found.parties,
    sla: Object.fromEntries(Object.keys(slaFields).map((name) => [name, row.fields[name] ?? null])),
    omitted: Array.isArray(omitted) ? omitted.map(String) : [],
    omissionReason: textOf(row.fields['omissionReason']),
    clauses: clauses.map((one) => ({
      ...one,
      standard: found.standards[String(one.fields['standard'])] ?? null,
    })),
    names: found.names,
    commonPlans: found.commonPlans,
    commonPlansWaived: textOf(row.fields['commonPlansWaived']),
    localPlans: found.localPlans,
    assessments: found.assessments,
  };
}
