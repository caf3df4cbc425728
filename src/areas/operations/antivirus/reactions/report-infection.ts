import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Reaction } from '#work/catalogue.ts';
import { openCycle } from '../open-cycle.ts';
import { infectedRun } from '../queries/infected-run.ts';

/** A scan that found malicious code is handed to incident management at once, by the cycle that it belongs to (H36). */
export const reportInfection: Reaction = {
  id: 'antivirus-report-infection',
  on: 'scan-runs.create',
  run: async (context, event, catalogue) => {
    const run = await infectedRun(context, event.ownerId, event.recordId);
    if (run === null) return;
    const cycle = run.caseId ?? (await openCycle(context, event.ownerId))?.id;
    if (cycle === undefined) return;
    const loaded = await loadCase(context, cycle, { lock: true });
    if (loaded.row.closedAt !== null || loaded.row.state === 'issued') return;
    await performAction(context, catalogue, {
      loaded,
      actor: systemActor,
      action: 'report-infection',
      comment: null,
      fields: { scanRun: run.id },
    });
  },
};
