import { loadCase } from '#work/cases/load-case.ts';
import type { Reaction } from '#work/catalogue.ts';
import { endWithoutAssets } from '../assets-gone.ts';
import { openTargetStates, targetsOf } from '../facts.ts';
import { moveTargets } from '../targets.ts';
import { verifyTargets } from '../verification.ts';

/** An asset that is retired has no inventory any more: patches under way let it go, so that none waits for ever. */
export const releaseRetired: Reaction = {
  id: 'patch-release-retired',
  on: 'assets.retire',
  run: async (context, event, catalogue) => {
    const { rows } = await context.client.query<{ id: string }>({
      name: 'patch-cases-of-retired',
      text: `select distinct c.id from patch_target t join procedure_case c on c.owner_id = t.owner_id and c.id = t.case_id
        where t.owner_id = $1 and t.asset = $2 and t.state <> 'released' and c.closed_at is null order by c.id`,
      values: [event.ownerId, event.recordId],
    });
    for (const { id } of rows) {
      const { row } = await loadCase(context, id, { lock: true });
      const targets = await targetsOf(context, row);
      const retired = targets.filter(({ asset }) => asset === event.recordId);
      await moveTargets(context, retired, 'release', [...openTargetStates, 'reported', 'excepted']);
      await verifyTargets(context, catalogue, id, null);
      await endWithoutAssets(context, catalogue, id);
    }
  },
};
