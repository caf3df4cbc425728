import type { ReadContext } from '#kernel/command/context.ts';

/** Profiles with a version in force, whose assets are checked periodically (R-CF-6). */
export async function releasedProfiles(
  context: ReadContext,
): Promise<{ id: string; ownerId: string; title: string; kind: string }[]> {
  const { rows } = await context.client.query<{ id: string; owner: string; name: string }>({
    name: 'configuration-profiles-released',
    text: `select id, owner_id as owner, name from configuration_profile
      where owner_id = any ($1::uuid[]) and state = 'released' order by id`,
    values: [context.scope.organisations],
  });
  return rows.map(({ id, owner, name }) => ({
    id,
    ownerId: owner,
    title: name,
    kind: 'configuration-profiles',
  }));
}
