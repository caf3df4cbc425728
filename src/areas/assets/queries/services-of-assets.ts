import type { ReadContext } from '#kernel/command/context.ts';

/** Ids of the services that assets of an organisation serve, each once. */
export async function servicesOfAssets(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  assets: readonly string[],
): Promise<string[]> {
  if (assets.length === 0) return [];
  const { rows } = await context.client.query<{ id: string }>({
    name: 'services-of-assets',
    text: `select distinct unnest(service_ids) as id from asset where owner_id = $1 and id = any ($2::uuid[]) order by 1`,
    values: [ownerId, assets],
  });
  return rows.map(({ id }) => id);
}
