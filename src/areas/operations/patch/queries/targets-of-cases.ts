import type { ReadContext } from '#kernel/command/context.ts';

/** Where one asset of a patch case stands. */
export interface PatchTargetView {
  readonly caseId: string;
  readonly assetId: string;
  readonly name: string;
  readonly state: string;
  /** ISO 8601 UTC. */
  readonly implementedAt: string | null;
  readonly inventoryAt: string | null;
}

/** Assets of patch cases of these owners with their states, by case and name, at most 2,000. */
export async function targetsOfCases(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  caseIds: readonly string[],
): Promise<PatchTargetView[]> {
  if (caseIds.length === 0) return [];
  const { rows } = await context.client.query<{
    caseId: string;
    assetId: string;
    name: string;
    state: string;
    implementedAt: Date | null;
    inventoryAt: Date | null;
  }>({
    name: 'patch-targets-of-cases',
    text: `select case_id as "caseId", asset as "assetId", name, state, implemented_at as "implementedAt", inventory_at as "inventoryAt"
      from patch_target where owner_id = any ($1::uuid[]) and case_id = any ($2::uuid[]) and state <> 'released'
      order by case_id, name, id limit 2000`,
    values: [owners, caseIds],
  });
  return rows.map((row) => ({
    ...row,
    implementedAt: row.implementedAt?.toISOString() ?? null,
    inventoryAt: row.inventoryAt?.toISOString() ?? null,
  }));
}

/** The latest patch cases that look after one asset of an owner, at most 100. */
export async function patchesOfAsset(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  assetId: string,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'patches-of-asset',
    text: `select case_id as id from patch_target where owner_id = $1 and asset = $2 and case_id is not null order by id desc limit 100`,
    values: [ownerId, assetId],
  });
  return rows.map(({ id }) => id);
}
