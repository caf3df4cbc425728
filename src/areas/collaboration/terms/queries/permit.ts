import type { ReadContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { TermsDecision } from '../decide-by-rules.ts';
import { type AskedOfTerms, decideForMany } from './rules-in-force.ts';

/** Why one organisation may be told or asked: written beside what is shared with it. */
export interface Permission {
  readonly reason: 'terms' | 'decision';
  readonly detail: Readonly<Record<string, unknown>>;
  /** How long it has to answer, by a clause on deadlines (ISO 8601); null: no clause says so. */
  readonly within: string | null;
  /** Told, but content above what it may see is left out. */
  readonly masked: boolean;
}

type Question = (
  | Omit<Extract<AskedOfTerms, { ask: 'tell' }>, 'to'>
  | Omit<Extract<AskedOfTerms, { ask: 'evidence' }>, 'to'>
) & { readonly to: readonly string[] };

interface Recorded {
  readonly id: string;
  readonly organisation: string;
  readonly ruling: 'allow' | 'forbid';
}

/**
 * Whether organisations may be told of an event, or asked for evidence: what the terms in force allow happens without asking, what they forbid is
 * refused with the clause, what they do not cover needs a decision of the LISO that is recorded with the case (Security Plan §3.2).
 * @throws 409 `forbidden-by-terms` naming terms, version and clause; `decision-needed` naming the organisations
 */
export async function permitByTerms(
  context: ReadContext,
  row: CaseRow,
  question: Question,
): Promise<ReadonlyMap<string, Permission>> {
  const decided = await decideForMany(context, question as Parameters<typeof decideForMany>[1]);
  const forbidden = [...decided].filter(([, { verdict }]) => verdict === 'forbidden');
  if (forbidden.length > 0) throw await forbiddenByTerms(context, forbidden);
  const open = [...decided].filter(([, { verdict }]) => verdict === 'not-covered');
  const recorded = await recordedFor(context, row, question.ask);
  const missing = open.map(([id]) => id).filter((id) => recorded.get(id)?.ruling !== 'allow');
  if (missing.length > 0) throw await decisionNeeded(context, missing, recorded);
  return new Map(
    [...decided].map(([id, { verdict, ground, within, masked }]): [string, Permission] => [
      id,
      verdict === 'allowed'
        ? { reason: 'terms', detail: { ...ground }, within, masked }
        : {
            ...{ reason: 'decision', detail: { decision: recorded.get(id)?.id } },
            ...{ within: null, masked: false },
          },
    ]),
  );
}

/** The last decision of the LISO for each organisation, for telling or for asking. */
async function recordedFor(
  context: ReadContext,
  row: CaseRow,
  ask: Question['ask'],
): Promise<ReadonlyMap<string, Recorded>> {
  const { rows } = await context.client.query<Recorded>({
    name: 'liso-decisions-of-case',
    text: `select d.id, o as organisation, d.ruling from liso_decision d, unnest(d.organisations) as o
      where d.owner_id = $1 and d.case_id = $2 and d.about = $3 order by d.id`,
    values: [row.ownerId, row.id, ask === 'tell' ? 'tell' : 'ask-evidence'],
  });
  return new Map(rows.map((one) => [one.organisation, one]));
}

async function forbiddenByTerms(
  context: ReadContext,
  forbidden: readonly (readonly [string, TermsDecision])[],
): Promise<AppError> {
  const names = await namesOf(
    context,
    forbidden.map(([id]) => id),
  );
  const why = forbidden.map(([id, { ground }]) => {
    const { terms = '', version = 0, clause = '' } = ground ?? {};
    return `${names.get(id) ?? id}: ${terms} version ${version}, clause ${clause}`;
  });
  return new AppError({
    ...{ status: 409, code: 'forbidden-by-terms', title: 'The terms forbid it' },
    detail: `${why.join('; ')}.`,
    extra: {
      grounds: forbidden.map(([organisation, { ground }]) => ({ organisation, ...ground })),
    },
  });
}

async function decisionNeeded(
  context: ReadContext,
  missing: readonly string[],
  recorded: ReadonlyMap<string, Recorded>,
): Promise<AppError> {
  const names = await namesOf(context, missing);
  const refused = missing.filter((id) => recorded.get(id)?.ruling === 'forbid');
  const list = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id).join(', ');
  return new AppError({
    ...{ status: 409, code: 'decision-needed', title: 'The LISO has to decide' },
    detail:
      refused.length > 0
        ? `The LISO decided against it: ${list(refused)}.`
        : `No terms in force cover it: ${list(missing)}. The LISO records a decision with this case first.`,
    extra: { organisations: missing },
  });
}

async function namesOf(
  context: ReadContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await context.client.query<{ id: string; name: string }>({
    name: 'permit-names',
    text: 'select id, name from organisation where id = any ($1::uuid[])',
    values: [ids],
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
