import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { coveredUntil } from '#work/exceptions/exception-life.ts';
import type { Comparison, Result, Standing } from '../choices.ts';
import { standingExceptions } from '../queries/standing-exceptions.ts';

export interface CheckedItem {
  readonly id: string;
  readonly item: string;
  readonly code: string;
  readonly title: string;
  readonly result: Result;
  readonly standing: Standing;
  readonly comparison: Comparison;
  readonly expected: string | null;
  readonly observed: string | null;
  readonly explanation: string | null;
}

export interface ConfigurationCheckFacts {
  /** The latest look at each item of the version. */
  readonly results: readonly CheckedItem[];
  /** Until when approved exceptions cover every item that does not comply; null: not all of them. */
  readonly exceptionUntil: string | null;
  /** Importance of the asset; null where it is not valued. */
  readonly importance: string | null;
}

export const noCheckFacts: ConfigurationCheckFacts = {
  results: [],
  exceptionUntil: null,
  importance: null,
};

/** What does not comply: it failed, or nobody can tell. */
export function shortfalls(results: readonly CheckedItem[]): readonly CheckedItem[] {
  return results.filter(({ standing }) => standing === 'fails' || standing === 'undetermined');
}

export async function resultsOf(
  context: Pick<ReadContext, 'client'>,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<CheckedItem[]> {
  const { rows } = await context.client.query<CheckedItem>({
    name: 'configuration-results-of',
    text: `select id, item, code, title, result, standing, comparison, expected, observed, explanation from configuration_result
      where owner_id = $1 and case_id = $2 and current order by code, id`,
    values: [row.ownerId, row.id],
  });
  return rows;
}

export async function configurationCheckFacts(
  context: ReadContext,
  row: CaseRow,
): Promise<ConfigurationCheckFacts> {
  const results = await resultsOf(context, row);
  const failing = shortfalls(results);
  if (failing.length === 0) return { ...noCheckFacts, results };
  const asset = String(row.fields['asset']);
  const exceptions = await standingExceptions(context, row.ownerId, asset);
  const [about] = await assetContexts(context, row.ownerId, [asset]);
  return {
    results,
    importance: about?.valueClass ?? null,
    exceptionUntil: coveredUntil(failing, ({ item }) =>
      exceptions.filter(({ items }) => items.includes(item)),
    ),
  };
}
