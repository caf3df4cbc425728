import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { ComposeInput } from '#work/deliverables/definition.ts';
import type { classifications, operations } from '../fields.ts';

export type Classification = (typeof classifications)[number];
export type Operation = (typeof operations)[number];

export interface PrintedCategory {
  readonly name: string;
  readonly about: string;
  readonly classification: string;
  readonly personalData: boolean;
  readonly communications: boolean;
}

export interface PrintedRule {
  readonly classification: Classification;
  readonly operation: Operation;
  readonly permission: string;
  readonly rule: string;
  readonly conditions: string | null;
  readonly rationale: string;
}

export interface PrintedHolding {
  readonly name: string;
  readonly classification: string;
  readonly where: string;
  readonly medium: string;
  readonly flows: number;
}

export interface PrintedFlow {
  readonly name: string;
  readonly data: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly scope: string;
  readonly protection: string;
}

export interface PrintedInterface {
  readonly name: string;
  readonly kind: string;
  readonly watchedBy: string;
  readonly watched: boolean;
}

export interface PrintedExperience {
  readonly detected: number;
  readonly confirmed: number;
  readonly falsePositives: number;
  /** Rules that confirmed events contradicted, the most broken first. */
  readonly broken: readonly { readonly rule: string; readonly events: number }[];
}

/** Everything that a specification or procedure of data leakage management says, as JSON: frozen with the document. */
export interface SpecificationData {
  readonly reference: string;
  readonly kind: string;
  readonly purpose: string;
  readonly policy: string;
  readonly reviewMonths: number;
  readonly reviewInput: string | null;
  readonly categories: readonly PrintedCategory[];
  readonly rules: readonly PrintedRule[];
  readonly holdings: readonly PrintedHolding[];
  readonly flows: readonly PrintedFlow[];
  readonly interfaces: readonly PrintedInterface[];
  readonly experience: PrintedExperience;
}

/** More rows than this are read in the register itself. */
const mostRows = 60;

async function rowsOf<T extends object>(
  context: ReadContext,
  name: string,
  text: string,
  values: unknown[],
): Promise<T[]> {
  return (await context.client.query<T>({ name: `leakage-document-${name}`, text, values })).rows;
}

const holdingsText = `select h.name, h.classification, concat_ws(', ', s.name, h.location) as where, h.medium,
    (select count(*)::int from data_flow f where f.owner_id = h.owner_id and f.data = h.id) as flows
  from data_holding h left join system s on s.id = h.system where h.owner_id = $1 order by h.name limit ${mostRows}`;

const flowsText = `select f.name, h.name as data, coalesce(nullif(concat_ws(', ', a.name, f.from_where), ''), h.location) as from,
    concat_ws(', ', o.name, b.name, f.to_where) as to, f.scope, f.protection
  from data_flow f join data_holding h on h.owner_id = f.owner_id and h.id = f.data
  left join system a on a.id = f.from_system left join system b on b.id = f.to_system
  left join organisation o on o.id = f.to_organisation
  where f.owner_id = $1 order by f.name limit ${mostRows}`;

async function experienceOf(context: ReadContext, row: CaseRow): Promise<PrintedExperience> {
  const since = row.fields['reviewedAt'] ?? row.fields['inForceSince'] ?? row.openedAt;
  const [counted] = await rowsOf<Omit<PrintedExperience, 'broken'>>(
    context,
    'experience',
    `select count(*)::int as detected, (count(*) filter (where state in ('confirmed', 'closed')))::int as confirmed,
        (count(*) filter (where state = 'false-positive'))::int as "falsePositives"
      from procedure_case where owner_id = $1 and procedure = 'data-leakage' and opened_at >= $2::timestamptz`,
    [row.ownerId, since],
  );
  const broken = await rowsOf<{ rule: string; events: number }>(
    context,
    'broken-rules',
    `select r.rule, count(*)::int as events from procedure_case c
      join handling_rule r on r.owner_id = c.owner_id and r.id = (c.fields->>'rule')::uuid
      where c.owner_id = $1 and c.procedure = 'data-leakage' and c.opened_at >= $2::timestamptz
        and c.state in ('confirmed', 'closed') and c.fields->>'verdict' = 'contradicts'
      group by r.id, r.rule order by 2 desc, 1 limit 10`,
    [row.ownerId, since],
  );
  return { ...(counted ?? { detected: 0, confirmed: 0, falsePositives: 0 }), broken };
}

/** What the registers say of the organisation's data, their rules, places, ways and watched interfaces. */
export async function loadSpecificationData(
  context: ReadContext,
  { case: row }: ComposeInput,
): Promise<SpecificationData> {
  const owner = [row.ownerId];
  const { kind, purpose, policy, reviewMonths, reviewInput } = row.fields;
  return {
    reference: row.reference,
    kind: String(kind),
    purpose: String(purpose),
    policy: String(policy),
    reviewMonths: Number(reviewMonths),
    reviewInput: typeof reviewInput === 'string' ? reviewInput : null,
    categories: await rowsOf<PrintedCategory>(
      context,
      'categories',
      `select name, about, classification, personal_data as "personalData", communications from data_category
        where owner_id = $1 order by about, name limit ${mostRows}`,
      owner,
    ),
    rules: await rowsOf<PrintedRule>(
      context,
      'rules',
      'select classification, operation, permission, rule, conditions, rationale from handling_rule where owner_id = $1',
      owner,
    ),
    holdings: await rowsOf<PrintedHolding>(context, 'holdings', holdingsText, owner),
    flows: await rowsOf<PrintedFlow>(context, 'flows', flowsText, owner),
    interfaces: await rowsOf<PrintedInterface>(
      context,
      'interfaces',
      `select name, kind, watched_by as "watchedBy", watched from monitored_interface where owner_id = $1 order by name limit ${mostRows}`,
      owner,
    ),
    experience: await experienceOf(context, row),
  };
}
