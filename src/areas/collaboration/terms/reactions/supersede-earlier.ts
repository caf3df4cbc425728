import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue, Reaction, ReactionEvent } from '#work/catalogue.ts';

/** Terms that come into force end those that they update (R-TOC-7: a new revision of the same terms). */
async function supersedeEarlier(
  context: WriteContext,
  { recordId }: ReactionEvent,
  catalogue: Catalogue,
): Promise<void> {
  const { row } = await loadCase(context, recordId, { lock: false });
  const { updates } = row.fields;
  if (row.state !== 'in-force' || typeof updates !== 'string') return;
  const earlier = await loadCase(context, updates, { lock: true });
  if (!['in-force', 'ending'].includes(earlier.row.state)) return;
  await performAction(context, catalogue, {
    loaded: earlier,
    actor: systemActor,
    action: 'supersede',
    comment: null,
    fields: {},
  });
}

export const supersedeOnDistribution: Reaction = {
  id: 'terms-supersede-on-distribution',
  on: 'terms-of-collaboration.distribute',
  run: supersedeEarlier,
};

export const supersedeOnEffect: Reaction = {
  id: 'terms-supersede-on-effect',
  on: 'terms-of-collaboration.enter-into-force',
  run: supersedeEarlier,
};
