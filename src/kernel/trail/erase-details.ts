import type { Database } from '#kernel/database/database.ts';

/**
 * Erases what trail entries hold beside their header: details, salt and address. The header with its hash stays, so the trail verifies as
 * before. Runs as the product itself, because no request may rewrite the trail.
 * @returns how many entries were erased.
 */
export async function eraseDetails(
  database: Database,
  ownerId: string,
  entryIds: readonly string[],
): Promise<number> {
  return database.transaction({ role: 'system', scope: [], person: null }, async ({ client }) => {
    const { rowCount } = await client.query(
      `update trail_entry set details = null, salt = null, from_address = null
       where owner_id = $1 and id = any ($2::uuid[])`,
      [ownerId, entryIds],
    );
    return rowCount ?? 0;
  });
}
