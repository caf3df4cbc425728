import type { ReadContext } from '#kernel/command/context.ts';
import type { Concern } from '../../scope.ts';
import { type EvidenceKind, evidenceKinds } from '../choices.ts';
import {
  deadlineByRules,
  decideByRules,
  type TermsDecision,
  type TermsParty,
  type TermsQuestion,
  type TermsRule,
} from '../decide-by-rules.ts';

type Reading = Pick<ReadContext, 'client' | 'now'>;

/** A question with organisations by id; what kind each is, is looked up. */
export type AskedOfTerms = TermsQuestion extends infer Question
  ? Question extends TermsQuestion
    ? Omit<Question, 'from' | 'to'> & {
        readonly from: string;
        readonly to: string;
        /** Instant that it is decided for, ISO 8601 UTC; absent: now. */
        readonly at?: string;
        /** What it is about; absent: not known, and terms of every scope decide. */
        readonly about?: Concern;
      }
    : never
  : never;

/** The same question about several organisations. */
export type AskedOfMany = AskedOfTerms extends infer Asked
  ? Asked extends AskedOfTerms
    ? Omit<Asked, 'to'> & { readonly to: readonly string[] }
    : never
  : never;

const rulesText = `
select v.case_id as "caseId", v.id as "versionId", v."reference" as reference, v."revision" as revision, r."number" as number,
  r."title" as title, v."organisations" as organisations, r."rule_kind" as "ruleKind", r."ruling" as ruling, r."event" as event,
  coalesce(r."evidence", '{}') as evidence, r."from_kind" as "fromKind", coalesce(r."from_organisations", '{}') as "fromOrganisations",
  r."to_kind" as "toKind", coalesce(r."to_organisations", '{}') as "toOrganisations", r."maximum_tlp" as "maximumTlp",
  r."maximum_label" as "maximumLabel", r."timed_act" as "timedAct", r."urgency" as urgency, r."within" as within,
  r."contact_role" as "contactRole", r."contact_hours" as "contactHours",
  coalesce(r."workdays", '{}') as workdays, r."opens_at" as "opensAt", r."closes_at" as "closesAt", r."zone" as zone
from organisation o
join terms_version v on v.owner_id = o.id
join terms_rule r on r.owner_id = v.owner_id and r."terms_version" = v.id
where o.kind = 'central-body' and r."rule_kind" is not null and v."effective_from" <= $1
  and (v."effective_to" is null or v."effective_to" > $1)
  and (cardinality($2::uuid[]) = 0 or exists (
    select from system s join business_thread t on t.code = s.thread and t.id = any (v."threads")
      join user_community u on u.id = any (v."communities")
    where s.id = any ($2) and (s.id = any (u.systems) or t.id = any (u.threads) and coalesce(cardinality(u.systems), 0) = 0)))
  and (cardinality($3::uuid[]) = 0 or v."threads" && $3)
  and (cardinality($4::uuid[]) = 0 or v."communities" && $4)
order by v."effective_from", r."position"`;

/**
 * The clauses that decide at an instant: of every version in effect then that the scope of the context may see (its own, as the central body;
 * those that it is bound by, as a party), and whose own scope is met by what it is about: a system in one of its threads that one of its
 * communities uses, one of its threads, one of its communities (Security Plan §3.1).
 */
export async function rulesInForce(
  context: Reading,
  { at, about }: { readonly at?: string | undefined; readonly about?: Concern | undefined } = {},
): Promise<TermsRule[]> {
  const { rows } = await context.client.query<TermsRule>({
    name: 'terms-rules-in-force',
    text: rulesText,
    values: [
      at ?? context.now,
      about?.systems ?? [],
      about?.threads ?? [],
      about?.communities ?? [],
    ],
  });
  return rows;
}

/** What kind of party each organisation is, as clauses speak of it. */
export async function partiesOf(
  context: Reading,
  ids: readonly string[],
): Promise<(id: string) => TermsParty> {
  const { rows } = await context.client.query<TermsParty>({
    name: 'terms-parties',
    text: 'select id as "organisationId", kind from organisation where id = any ($1::uuid[])',
    values: [ids],
  });
  return (id) =>
    rows.find((row) => row.organisationId === id) ?? { organisationId: id, kind: 'unknown' };
}

/**
 * What the terms in force say of an event, of evidence asked for, or of a label shown: allowed, forbidden or not covered, with the terms, version
 * and clause that it rests on. `from` is where the event arose or who asks, `to` who is told, asked or shown.
 */
export async function decideByTerms(
  context: Reading,
  { from, to, at, about, ...question }: AskedOfTerms,
): Promise<TermsDecision> {
  const partyOf = await partiesOf(context, [from, to]);
  return decideByRules(await rulesInForce(context, { at, about }), {
    ...question,
    from: partyOf(from),
    to: partyOf(to),
  } as TermsQuestion);
}

/** The same for many recipients of one event, in two statements whatever their number. */
export async function decideForMany(
  context: Reading,
  { from, to, at, about, ...question }: AskedOfMany,
): Promise<ReadonlyMap<string, TermsDecision>> {
  const partyOf = await partiesOf(context, [from, ...to]);
  const rules = await rulesInForce(context, { at, about });
  return new Map(
    to.map((id): [string, TermsDecision] => [
      id,
      decideByRules(rules, { ...question, from: partyOf(from), to: partyOf(id) } as TermsQuestion),
    ]),
  );
}

/** How long one party has for an act that another waits for; null: no clause says so. */
export async function deadlineByTerms(
  context: Reading,
  asked: Omit<Parameters<typeof deadlineByRules>[1], 'from' | 'to'> & {
    readonly from: string;
    readonly to: string;
    readonly at?: string;
    readonly about?: Concern;
  },
): Promise<ReturnType<typeof deadlineByRules>> {
  const partyOf = await partiesOf(context, [asked.from, asked.to]);
  return deadlineByRules(await rulesInForce(context, asked), {
    ...asked,
    from: partyOf(asked.from),
    to: partyOf(asked.to),
  });
}

/** The same for many parties at once: those that a clause gives a time, each with the clause. */
export async function deadlinesByTerms(
  context: Reading,
  asked: Omit<Parameters<typeof deadlineByRules>[1], 'from' | 'to'> & {
    readonly from: string;
    readonly to: readonly string[];
    readonly about?: Concern;
  },
): Promise<ReadonlyMap<string, NonNullable<ReturnType<typeof deadlineByRules>>>> {
  const partyOf = await partiesOf(context, [asked.from, ...asked.to]);
  const rules = await rulesInForce(context, asked);
  return new Map(
    asked.to.flatMap((id) => {
      const due = deadlineByRules(rules, { ...asked, from: partyOf(asked.from), to: partyOf(id) });
      return due === null ? [] : [[id, due] as const];
    }),
  );
}

/** The kind of evidence that a form names; what names none asks for logs. */
export function evidenceKindOf(named: unknown): EvidenceKind {
  return evidenceKinds.find((kind) => kind === named) ?? 'log';
}
