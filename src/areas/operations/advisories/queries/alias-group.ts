import type { ReadContext } from '#kernel/command/context.ts';

/**
 * Advisories of all sources that name each other, or the same identifier other than a CVE: one matter that several speak of. The advisory
 * itself is always among them; at most 200.
 */
export async function aliasGroup(
  context: Pick<ReadContext, 'client'>,
  advisoryId: string,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'advisory-alias-group',
    text: `with recursive known as (
        select $1::uuid as id
        union
        select b.advisory_id from known k join advisory_alias a on a.advisory_id = k.id and a.kind in ('id', 'alias')
          join advisory_alias b on b.alias = a.alias and b.kind in ('id', 'alias')
      )
      select id from known order by id <> $1, id limit 200`,
    values: [advisoryId],
  });
  return rows.map(({ id }) => id);
}
