import type { ReadContext } from '#kernel/command/context.ts';

/** What an inventory showed to have changed on an asset outside any change. */
export interface UnauthorisedChange {
  readonly summary: string;
  readonly what: string | null;
  readonly seenAt: string;
  readonly label: string;
  readonly tlp: string;
}

export async function unauthorisedChange(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  id: string,
): Promise<UnauthorisedChange | null> {
  const { rows } = await context.client.query<Omit<UnauthorisedChange, 'seenAt'> & { at: Date }>({
    name: 'unauthorised-change',
    text: `select summary, what, seen_at as at, label, tlp from unauthorised_change where owner_id = $1 and id = $2`,
    values: [ownerId, id],
  });
  const [found] = rows;
  if (found === undefined) return null;
  const { at, ...change } = found;
  return { ...change, seenAt: at.toISOString() };
}
