import type { ReadContext } from '#kernel/command/context.ts';

export interface Decision {
  readonly disposition: string;
  readonly justification: string | null;
  /** ISO 8601 UTC: of the decision, else of the organisation for this advisory. */
  readonly dueAt: string | null;
}

/** What is decided about one advisory on some assets, by asset; assets without a decision wait until the organisation's due date. */
export async function decisionsOn(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  advisoryId: string,
  assetIds: readonly string[],
): Promise<(ownerId: string, assetId: string) => Decision> {
  const { rows } = await context.client.query<{
    owner: string;
    asset: string | null;
    kind: string;
    justification: string | null;
    due: Date;
  }>({
    name: 'decisions-on-assets',
    text: `select owner_id as owner, asset_id as asset, kind, justification, due_at as due from disposition
        where owner_id = any ($1::uuid[]) and advisory_id = $2 and asset_id = any ($3::uuid[])
      union all select owner_id, null, 'waiting', null, due_at from finding_group where owner_id = any ($1::uuid[]) and advisory_id = $2`,
    values: [owners, advisoryId, assetIds],
  });
  const found = new Map(
    rows.map(({ owner, asset, kind, justification, due }): [string, Decision] => [
      `${owner} ${asset ?? ''}`,
      { disposition: kind, justification, dueAt: due.toISOString() },
    ]),
  );
  const nothing = { disposition: 'waiting', justification: null, dueAt: null };
  return (ownerId, assetId) =>
    found.get(`${ownerId} ${assetId}`) ?? found.get(`${ownerId} `) ?? nothing;
}

/** Assets with a decision about one advisory, of one kind or of any kind but waiting. */
export async function decidedAssets(
  context: Pick<ReadContext, 'client'>,
  owners: readonly string[],
  advisoryId: string,
  kind: string | null,
): Promise<string[]> {
  const { rows } = await context.client.query<{ asset: string }>({
    name: 'decided-assets',
    text: `select asset_id as asset from disposition where owner_id = any ($1::uuid[]) and advisory_id = $2
      and (kind = $3 or $3::text is null and kind <> 'waiting')`,
    values: [owners, advisoryId, kind],
  });
  return rows.map(({ asset }) => asset);
}
