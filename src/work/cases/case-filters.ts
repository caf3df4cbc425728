import { z } from 'zod';
import type { Procedure } from '#engine/procedure.ts';
import type { Holding } from '#kernel/access/principal.ts';
import { id, listInput } from '#work/contract.ts';

/** `procedure`, `state`, `label` and `tlp` take several values with commas between them. */
export const caseFilters = listInput.extend({
  procedure: z.string().max(600).optional(),
  state: z.string().max(600).optional(),
  label: z.string().max(100).optional(),
  tlp: z.string().max(100).optional(),
  organisation: id.optional(),
  /** Cases in whose state one of my roles can act. */
  assignee: z.literal('me').optional(),
  overdue: z.enum(['true', 'false']).optional(),
  open: z.enum(['true', 'false']).optional(),
});
export type CaseFilters = z.infer<typeof caseFilters>;

/** A state of a procedure in which a role of an organisation can act. */
export interface WaitingState {
  readonly organisationId: string;
  readonly role: string;
  readonly procedure: string;
  readonly state: string;
}

/**
 * Where cases wait for the holder of some roles: every state that a non-destructive action of one of them leaves. Acts that any state
 * allows (withdrawing, correcting) make nothing wait.
 */
export function waitingStates(
  procedures: Iterable<Procedure>,
  holdings: readonly Pick<Holding, 'role' | 'organisationId' | 'caseId'>[],
): WaitingState[] {
  const found = new Map<string, WaitingState>();
  const held = holdings.filter(({ caseId }) => caseId === null);
  for (const procedure of procedures) {
    for (const action of Object.values(procedure.actions)) {
      const { by, from } = action;
      if (typeof by === 'string' || from === 'any-open' || action.destructive === true) continue;
      for (const { role, organisationId } of held) {
        if (!by.includes(role)) continue;
        for (const state of from) {
          const waiting = { organisationId, role, procedure: procedure.id, state };
          found.set(Object.values(waiting).join(' '), waiting);
        }
      }
    }
  }
  return [...found.values()];
}
