import type { ReadContext } from '#kernel/command/context.ts';

export interface CoveredBy {
  readonly ownerId: string;
  /** The third party. */
  readonly party: string | null;
  /** One of its people; null: the party itself. */
  readonly person: string | null;
  /** Days (`YYYY-MM-DD`) that one agreement must cover from the first to the last. */
  readonly from: string;
  readonly to: string;
}

/**
 * Whether a signed confidentiality agreement holds over the whole period: one of the person, or one of the party that binds its staff; for
 * the party itself, one of the party.
 */
export async function agreementCovers(
  context: Pick<ReadContext, 'client'>,
  { ownerId, party, person, from, to }: CoveredBy,
): Promise<boolean> {
  const { rowCount } = await context.client.query({
    name: 'confidentiality-covers',
    text: `select 1 from confidentiality_agreement
      where owner_id = $1 and state = 'signed' and valid_from <= $4 and (valid_to is null or valid_to >= $5)
        and ((person = $3) or (person is null and party = $2 and ($3::uuid is null or covers_staff))) limit 1`,
    values: [ownerId, party, person, from, to],
  });
  return (rowCount ?? 0) > 0;
}
