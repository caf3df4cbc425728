import { newestObservation } from '#areas/assets/queries/changes-of-inventory.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Catalogue, Reaction } from '#work/catalogue.ts';
import { reopenFor } from '../reopening.ts';
import { verifyTargets, vulnerableAssets } from '../verification.ts';

interface Concerned {
  id: string;
  state: string;
  advisory: string;
  inventory_at: Date | null;
}

/** What an asset's new inventory means for the patches that name the asset, under way or finished. */
async function followAsset(
  context: WriteContext,
  catalogue: Catalogue,
  ownerId: string,
  assetId: string,
): Promise<void> {
  const { rows } = await context.client.query<Concerned>({
    name: 'patch-cases-of-asset',
    text: `select c.id, c.state, c.fields->>'advisory' as advisory, max(t.inventory_at) as inventory_at
      from patch_target t join procedure_case c on c.owner_id = t.owner_id and c.id = t.case_id
      where t.owner_id = $1 and t.asset = $2 and t.state <> 'released' and c.state = any ('{in-change,verifying,done}')
      group by c.id, c.state, c.fields->>'advisory' order by c.id`,
    values: [ownerId, assetId],
  });
  for (const { id, state } of rows) {
    if (state !== 'done') await verifyTargets(context, catalogue, id, assetId);
  }
  const done = rows.filter(({ state }) => state === 'done');
  if (done.length === 0) return;
  const newest = await newestObservation(context, ownerId, assetId);
  for (const { advisory, inventory_at: verifiedBy } of done) {
    const later =
      newest !== null && (verifiedBy === null || newest.takenAt > verifiedBy.toISOString());
    if (!later) continue;
    const vulnerable = await vulnerableAssets(context, { ownerId, fields: { advisory } });
    if (vulnerable.has(assetId)) await reopenFor(context, catalogue, ownerId, advisory, [assetId]);
  }
}

/**
 * A patch is closed by a later inventory and reopened by one that contradicts it. The event comes for every inventory, one that changes
 * nothing too, once its versions are compared with the advisories: before that a new version would look free of them.
 */
export const followFindings: Reaction = {
  id: 'patch-follow-findings',
  on: 'findings.changed',
  run: (context, event, catalogue) =>
    followAsset(context, catalogue, event.ownerId, event.recordId),
};
