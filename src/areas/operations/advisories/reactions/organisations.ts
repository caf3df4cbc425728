import type { WriteContext } from '#kernel/command/context.ts';

/** Organisations looked at under one scope; the scope of a transaction is bounded. */
const scopeSize = 1000;

/**
 * Does work for each organisation that `find` names, under the scope of that organisation alone. Only the search itself looks across
 * organisations, because nobody else knows whom an advisory concerns; nothing of one reaches another. At the end the scope is that of the
 * organisations worked for, so that their events and trail can be written.
 * @param eventOwner the organisation of the event that is answered
 */
export async function forEachConcerned(
  context: WriteContext,
  eventOwner: string,
  find: (owners: readonly string[]) => Promise<readonly string[]>,
  work: (ownerId: string) => Promise<void>,
): Promise<void> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'all-organisations',
    text: 'select id from organisation order by id',
  });
  const concerned: string[] = [];
  for (let at = 0; at < rows.length; at += scopeSize) {
    const owners = rows.slice(at, at + scopeSize).map(({ id }) => id);
    await context.changeScope(owners);
    concerned.push(...(await find(owners)));
  }
  for (const ownerId of concerned) {
    await context.changeScope([ownerId]);
    await work(ownerId);
  }
  await context.changeScope([...new Set([eventOwner, ...concerned])]);
}
