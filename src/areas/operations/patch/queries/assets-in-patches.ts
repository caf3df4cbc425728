import type { ReadContext } from '#kernel/command/context.ts';

/** Assets of an organisation that a patch case for an advisory looks after: one under way, or one that is reopened when need be. */
export async function assetsInPatches(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  advisoryId: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await context.client.query<{ asset: string }>({
    name: 'assets-in-patches',
    text: `select distinct t.asset from procedure_case c join patch_target t on t.owner_id = c.owner_id and t.case_id = c.id
      where c.owner_id = $1 and c.procedure = 'patch' and c.fields->>'advisory' = $2 and t.state <> 'released'
        and (c.closed_at is null or c.state = 'done')`,
    values: [ownerId, advisoryId],
  });
  return new Set(rows.map(({ asset }) => asset));
}
