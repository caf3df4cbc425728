import type { ReadContext } from '#kernel/command/context.ts';

/**
 * Ids of an owner's assets in use that go by one of these names: name, host name or identifier, as written or in lower case; where none
 * does, those whose host name without its domain is one of them. Two at most: more than one is as good as none.
 */
export async function assetsByName(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  names: readonly string[],
): Promise<string[]> {
  const forms = [...new Set(names.flatMap((name) => [name, name.toLowerCase()]))];
  if (forms.length === 0) return [];
  const { rows } = await context.client.query<{ id: string }>({
    name: 'assets-by-name',
    text: `select id from asset where owner_id = $1 and hostname = any ($2) and state <> 'retired'
      union select id from asset where owner_id = $1 and name = any ($2) and state <> 'retired'
      union select id from asset where owner_id = $1 and identifier = any ($2) and state <> 'retired' limit 2`,
    values: [ownerId, forms],
  });
  if (rows.length > 0) return rows.map(({ id }) => id);
  const hosts = forms.map((name) => name.split('.')[0]?.toLowerCase() ?? '');
  const without = await context.client.query<{ id: string }>({
    name: 'assets-by-host',
    text: `select id from asset where owner_id = $1 and hostname is not null and state <> 'retired'
      and lower(split_part(hostname, '.', 1)) = any ($2) order by id limit 2`,
    values: [ownerId, hosts],
  });
  return without.rows.map(({ id }) => id);
}
