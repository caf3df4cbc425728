import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Reaction } from '#work/catalogue.ts';

/** A closed event that names a specification has it looked at again, with the lesson (R-DL-7). */
export const learnFromEvents: Reaction = {
  id: 'data-leakage-learn',
  on: 'data-leakage.close',
  run: async (context, event, catalogue) => {
    const { row } = await loadCase(context, event.recordId, { lock: false });
    const { specification, lesson } = row.fields;
    if (typeof specification !== 'string' || typeof lesson !== 'string') return;
    const loaded = await loadCase(context, specification, { lock: true });
    if (loaded.row.closedAt !== null) return;
    await performAction(context, catalogue, {
      loaded,
      actor: systemActor,
      action: loaded.row.state === 'in-force' ? 'raise-review' : 'add-lesson',
      comment: null,
      fields: { lesson: `${row.reference}: ${lesson}`.slice(0, 20_000) },
    });
  },
};
