import type { WriteContext } from '#kernel/command/context.ts';

export interface HandedOff {
  readonly ownerId: string;
  readonly fromCaseId: string;
  readonly toCaseId: string;
}

/**
 * The result of a case goes back to the one that handed it off before the case itself ends, because what was asked for is done and only its
 * own follow-up remains. Its end then returns nothing more. The source performs what follows itself. False: it was back already.
 */
export async function giveBack(
  context: WriteContext,
  { ownerId, fromCaseId, toCaseId }: HandedOff,
  outcome: 'achieved' | 'not-achieved',
  status: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const { rowCount } = await context.client.query({
    name: 'hand-off-give-back',
    text: `update hand_off set state = 'returned', outcome = $4, returned_at = $5, return_status = $6::jsonb, version = version + 1
      where owner_id = $1 and from_case_id = $2 and to_case_id = $3 and state = 'accepted'`,
    values: [ownerId, fromCaseId, toCaseId, outcome, context.now, JSON.stringify(status)],
  });
  return rowCount !== 0;
}
