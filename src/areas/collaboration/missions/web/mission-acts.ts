import { createContext, useContext } from 'react';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';

/** What the parts of the page may do with the mission. */
export interface MissionActs {
  readonly detail: CaseDetail;
  /** The reader prepares and writes the mission; otherwise he takes part for an administration. */
  readonly inTeam: boolean;
  /** Opens an action's form, about one record or the whole list, with what is known filled in. */
  open(action: string, about: string, stored: { readonly [name: string]: unknown }): void;
}

export const MissionContext = createContext<MissionActs | null>(null);

export function useMission(): MissionActs {
  const acts = useContext(MissionContext);
  if (acts === null) throw new Error('outside the page of a mission');
  return acts;
}

/** The action, when the reader may perform it now. */
export function allowedOf(detail: CaseDetail, name: string): AllowedAction | undefined {
  return detail.allowedActions.find((action) => action.action === name && action.allowed);
}

/** Actions that stand at what they are about, instead of in the list of what can be done. */
export const placedActions: ReadonlySet<string> = new Set([
  ...['give-input', 'refresh-inputs', 'set-objectives', 'set-controls', 'set-contacts'],
  ...['set-questions', 'set-access', 'set-interviews', 'correct-workload', 'record-interview'],
  ...['drop-interview', 'add-finding', 'change-finding', 'remove-finding', 'assign-finding'],
]);

/** Roles that read what the mission prepares. */
export const teamRoles: ReadonlySet<string> = new Set([
  ...['itsm-security-manager', 'liso', 'csip-manager', 'quality-controller'],
]);
