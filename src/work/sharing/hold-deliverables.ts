import type { WriteContext } from '#kernel/command/context.ts';

/** Documents are sent no more to whom they were withdrawn from; the receipts stay. */
export async function holdDeliverables(
  context: WriteContext,
  ids: readonly string[],
  of: { readonly ownerId: string; readonly organisationId: string; readonly because: string },
): Promise<void> {
  await context.client.query({
    name: 'deliverable-recipient-withdraw',
    text: `update deliverable_recipient set withheld = $4::jsonb
      where owner_id = $1 and deliverable_id = any ($2::uuid[]) and organisation_id = $3`,
    values: [
      ...[of.ownerId, ids, of.organisationId],
      JSON.stringify({ outcome: 'withdrawn', because: of.because, at: context.now.toISOString() }),
    ],
  });
}
