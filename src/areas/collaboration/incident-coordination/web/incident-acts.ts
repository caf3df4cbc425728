import { createContext, useContext } from 'react';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';

/** What the parts of the page may do with the incident. */
export interface IncidentActs {
  readonly detail: CaseDetail;
  readonly path: string;
  /** Opens an action's form for one record of the incident, with what is known of it filled in. */
  open(action: string, about: string, stored: { readonly [name: string]: unknown }): void;
}

export const IncidentContext = createContext<IncidentActs | null>(null);

export function useIncident(): IncidentActs {
  const acts = useContext(IncidentContext);
  if (acts === null) throw new Error('outside the page of an incident');
  return acts;
}

export const owner = 'procedure.incident-coordination';

/** The action, when the reader may perform it now. */
export function allowedOf(detail: CaseDetail, name: string): AllowedAction | undefined {
  return detail.allowedActions.find((action) => action.action === name && action.allowed);
}

/** Actions that stand at what they are about, instead of in the list of what can be done. */
export const placedActions: ReadonlySet<string> = new Set([
  'assess-system',
  'assess-information',
  'raise-impact',
  'lower-impact',
  'add-event',
  'set-instants',
  'give-evidence',
  'analyse-exhibit',
]);
