import type { ReadContext } from '#kernel/command/context.ts';
import { partyKinds } from '../choices.ts';

const kinds: readonly string[] = partyKinds.filter((kind) => kind !== 'any');

/**
 * Of some organisations those towards whom terms decide: one that they can speak of tells another such, where there is a central body. Towards
 * others, as a third party or a customer, and where an operator works alone, there are no terms; what is told them rests on their part in it.
 */
export async function governedByTerms(
  context: Pick<ReadContext, 'client'>,
  from: string,
  to: readonly string[],
): Promise<ReadonlySet<string>> {
  if (to.length === 0) return new Set();
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-governed',
    text: `select o.id from organisation o join organisation f on f.id = $1 and f.kind = any ($3::text[])
      where o.id = any ($2::uuid[]) and o.id <> $1 and o.kind = any ($3::text[])
        and exists (select from organisation c where c.kind = 'central-body')`,
    values: [from, to, kinds],
  });
  return new Set(rows.map(({ id }) => id));
}
