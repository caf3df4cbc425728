import type { WriteContext } from '#kernel/command/context.ts';

/**
 * Takes away from one organisation what it was shown, for what follows: an act of its own, which nothing else does. The reasons stay with the
 * instant until which they held, and the record leaves the organisation's own list.
 */
export async function withdrawShare(
  context: WriteContext,
  shared: {
    readonly ownerId: string;
    /** As it was shared: register id, `case` or `deliverable`, and its table. */
    readonly kind: string;
    readonly table: string;
    readonly recordId: string;
    readonly organisationId: string;
    readonly because: string;
  },
): Promise<void> {
  const { ownerId, kind, table, recordId, organisationId } = shared;
  await context.client.query({
    text: `
with narrowed as (
  update ${table} set audience = array_remove(audience, $3) where owner_id = $1 and id = $2
), ended as (
  update audience_entry set until = $5 where owner_id = $1 and record_id = $2 and organisation_id = $3 and kind = $4
    and (until is null or until > $5)
)
delete from shared_with_me where owner_id = $3 and kind = $4 and record_id = $2`,
    values: [ownerId, recordId, organisationId, kind, context.now],
  });
  context.record({
    ...{ ownerId, action: 'audience.narrow', kind, recordId, recordVersion: 0 },
    details: { organisation: organisationId, because: shared.because },
  });
}
