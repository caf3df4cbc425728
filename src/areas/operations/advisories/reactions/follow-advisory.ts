import type { WriteContext } from '#kernel/command/context.ts';
import type { Reaction } from '#work/catalogue.ts';
import { refreshGroups, tellGroups } from './finding-groups.ts';
import { forEachConcerned } from './organisations.ts';
import { reconsiderFindings } from './reconsider-findings.ts';

/** Those of the organisations that have something the advisory speaks of, or had it when they were last told. */
async function touched(
  context: WriteContext,
  owners: readonly string[],
  advisoryId: string,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'organisations-touched',
    text: `select o.id from unnest($1::uuid[]) as o (id) where
      exists (select from finding_group g where g.owner_id = o.id and g.advisory_id = $2 and g.cleared_at is null)
      or exists (select from advisory_package p join match m on m.advisory_package_id = p.id and m.confidence >= 2
        join installed_component c on c.owner_id = o.id and c.package_version_id = m.package_version_id where p.advisory_id = $2)
      or exists (select from advisory_package p join asset_match s on s.owner_id = o.id and s.advisory_package_id = p.id
        where p.advisory_id = $2)`,
    values: [owners, advisoryId],
  });
  return rows.map(({ id }) => id);
}

/**
 * After an advisory that matches something is new or changed: each organisation whose assets it touches is told, under its own scope, if
 * what is said about its assets changed; what was decided not to be affected is asked again.
 */
export const followAdvisory: Reaction = {
  id: 'advisories-follow-advisory',
  on: 'advisory.changed',
  run: (context, event) => {
    const advisoryId = String(event.payload['advisoryId']);
    const { targets: named } = event.payload;
    const targets = Array.isArray(named) ? named.map(Number) : [];
    return forEachConcerned(
      context,
      event.ownerId,
      (owners) => touched(context, owners, advisoryId),
      async (ownerId) => {
        await reconsiderFindings(context, ownerId, targets, event.at);
        tellGroups(context, ownerId, await refreshGroups(context, ownerId, [advisoryId]));
      },
    );
  },
};
