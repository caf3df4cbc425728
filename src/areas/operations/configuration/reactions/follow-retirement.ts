import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Reaction } from '#work/catalogue.ts';

/** An asset that is retired is checked no more: its checks let it go, so that no version waits for it. */
export const letRetiredGo: Reaction = {
  id: 'configuration-let-retired-go',
  on: 'assets.retire',
  run: async (context, event, catalogue) => {
    const { rows } = await context.client.query<{ check: string }>({
      name: 'configuration-checks-of-asset',
      text: `select open_check as check from configuration_status
        where owner_id = $1 and asset = $2 and open_check is not null order by open_check`,
      values: [event.ownerId, event.recordId],
    });
    for (const { check } of rows) {
      const loaded = await loadCase(context, check, { lock: true });
      if (loaded.row.state === 'in-change' || loaded.row.closedAt !== null) continue;
      await performAction(context, catalogue, {
        ...{ loaded, actor: systemActor, action: 'let-go', comment: null, fields: {} },
      });
    }
    await context.client.query({
      name: 'configuration-statuses-let-go',
      text: `update configuration_status set compliance = 'let-go', version = version + 1, updated_at = $3
        where owner_id = $1 and asset = $2 and compliance <> 'let-go'`,
      values: [event.ownerId, event.recordId, context.now],
    });
  },
};
