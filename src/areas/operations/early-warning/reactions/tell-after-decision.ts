import { caseOfDecision, lisoDecided } from '#areas/collaboration/terms/queries/decisions.ts';
import { loadCase } from '#work/cases/load-case.ts';
import type { Reaction } from '#work/catalogue.ts';
import { weighAgain } from '../telling.ts';

/** The LISO decided about a warning: whom he allows is told now. */
export const tellAfterDecision: Reaction = {
  id: 'early-warning-tell-after-decision',
  on: lisoDecided,
  run: async (context, { ownerId, recordId }) => {
    const decision = await caseOfDecision(context, ownerId, recordId);
    if (decision?.procedure !== 'early-warning' || decision.about !== 'tell') return;
    const { row } = await loadCase(context, decision.caseId, { lock: true });
    if (row.closedAt === null) await weighAgain(context, row);
  },
};
