import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Reaction } from '#work/catalogue.ts';
import { incidentCoordination } from '../procedure.ts';

/** What the report's own life means for the case: people act on the report, and the case goes along. */
const follows: Readonly<Record<string, keyof typeof incidentCoordination.actions>> = {
  'deliverable.submit-qc': 'report-submitted',
  'deliverable.qc-fail': 'report-returned',
  'deliverable.deliver': 'report-delivered',
};

/** The case follows its Security Incident Report through quality control and delivery; receipts stay with the report (R-INC-12, R-INC-21). */
export const followReport: readonly Reaction[] = Object.entries(follows).map(([on, action]) => ({
  id: `incident-${action}`,
  on,
  run: async (context, event, catalogue) => {
    const { type, caseId } = event.payload;
    if (type !== 'security-incident-report' || typeof caseId !== 'string') return;
    const loaded = await loadCase(context, caseId, { lock: true });
    const { from } = incidentCoordination.actions[action];
    // The case may have moved on by hand: then there is nothing to follow.
    if (!(from as readonly string[]).includes(loaded.row.state)) return;
    await performAction(context, catalogue, {
      ...{ loaded, actor: systemActor, action, comment: null, fields: {} },
    });
  },
}));
