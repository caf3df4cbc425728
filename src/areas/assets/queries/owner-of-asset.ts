import type { ReadContext } from '#kernel/command/context.ts';

/** The owner of an asset among these organisations, or null when none of them owns it. */
export async function ownerOfAsset(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  assetId: string,
): Promise<string | null> {
  const { rows } = await context.client.query<{ owner: string }>({
    name: 'asset-owner-of',
    text: 'select owner_id as owner from asset where owner_id = any ($1::uuid[]) and id = $2',
    values: [owners, assetId],
  });
  return rows[0]?.owner ?? null;
}
