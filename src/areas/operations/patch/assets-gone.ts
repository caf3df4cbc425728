import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { areGone, targetsOf } from './facts.ts';

/** Where nothing is in a change, the case ends with its last asset; a change that is under way comes back first. */
export async function endWithoutAssets(
  context: WriteContext,
  catalogue: Catalogue,
  caseId: string,
): Promise<void> {
  const loaded = await loadCase(context, caseId, { lock: true });
  const { row } = loaded;
  if (row.closedAt !== null || row.state === 'in-change') return;
  if (!areGone(await targetsOf(context, row))) return;
  await performAction(context, catalogue, {
    ...{ loaded, actor: systemActor, action: 'let-assets-go', comment: null, fields: {} },
  });
}
