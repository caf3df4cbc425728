import type { ReadContext } from '#kernel/command/context.ts';

/** How many of the newest shared cases are looked through where more than their order decides. */
export const mostShared = 5000;

/**
 * Does this work with those who shared cases with the caller's organisations in the scope of the transaction, and leaves them again: who takes
 * part in a case in which role stands with its owner. What is read meanwhile names whose cases it reads, and what of them was shared.
 */
export async function amongSharers<T>(context: ReadContext, work: () => Promise<T>): Promise<T> {
  const { organisations } = context.scope;
  const person = context.principal.personId ?? '';
  await context.client.query({
    name: 'cases-enter-sharers',
    text: `select access.set_context((array_cat($1::uuid[], array_agg(distinct record_owner_id)))::text, $2)
      from (select record_owner_id from shared_with_me where owner_id = any ($1::uuid[]) and kind = 'case'
        order by sort_key desc limit $3) shared having count(*) > 0`,
    values: [organisations, person, mostShared],
  });
  const done = await work();
  await context.client.query({
    name: 'cases-leave-sharers',
    text: 'select access.set_context($1::uuid[]::text, $2)',
    values: [organisations, person],
  });
  return done;
}
