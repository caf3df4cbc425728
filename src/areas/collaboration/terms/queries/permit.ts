import type { ReadContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { clauseName, type Question, type Weighed, weighByTerms } from './weigh.ts';

/** Why one organisation may be told or asked: written beside what is shared with it. */
export interface Permission extends Pick<Weighed, 'reason' | 'detail' | 'within'> {
  /** Told, but content above what it may see is left out. */
  readonly masked: boolean;
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
  const weighed = await weighByTerms(context, row, question);
  await refuseForbidden(context, weighed);
  return new Map(
    [...weighed].map(([id, { outcome, reason, detail, within }]): [string, Permission] => [
      id,
      { reason, detail, within, masked: outcome === 'masked' },
    ]),
  );
}

/** @throws 409 `forbidden-by-terms` naming terms, version and clause; `decision-needed` naming the organisations */
export async function refuseForbidden(
  context: ReadContext,
  weighed: ReadonlyMap<string, Weighed>,
): Promise<void> {
  const having = (...outcomes: Weighed['outcome'][]) =>
    [...weighed].filter(([, { outcome }]) => outcomes.includes(outcome));
  const forbidden = having('forbidden');
  if (forbidden.length > 0) throw await forbiddenByTerms(context, forbidden);
  const missing = having('undecided', 'decided-against');
  if (missing.length > 0) throw await decisionNeeded(context, missing);
}

/** Names organisations with the clause that stands against each. */
export async function forbiddenByTerms(
  context: ReadContext,
  forbidden: readonly (readonly [string, Pick<Weighed, 'ground'>])[],
): Promise<AppError> {
  const names = await namesOf(
    context,
    forbidden.map(([id]) => id),
  );
  const why = forbidden.map(
    ([id, { ground }]) => `${names.get(id) ?? id}: ${ground === null ? '' : clauseName(ground)}`,
  );
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
  missing: readonly (readonly [string, Weighed])[],
): Promise<AppError> {
  const ids = missing.map(([id]) => id);
  const names = await namesOf(context, ids);
  const refused = missing.filter(([, { outcome }]) => outcome === 'decided-against');
  const list = (found: readonly string[]) => found.map((id) => names.get(id) ?? id).join(', ');
  return new AppError({
    ...{ status: 409, code: 'decision-needed', title: 'The LISO has to decide' },
    detail:
      refused.length > 0
        ? `The LISO decided against it: ${list(refused.map(([id]) => id))}.`
        : `No terms in force cover it, in the scope of this case: ${list(ids)}. The LISO records a decision with this case first.`,
    extra: { organisations: ids },
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
