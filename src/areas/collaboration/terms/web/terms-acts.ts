import { createContext, useContext } from 'react';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';

/** What the parts of the page may do with the terms. */
export interface TermsActs {
  readonly detail: CaseDetail;
  /** Opens an action's form about one record of the terms, with what is known of it filled in. */
  open(action: string, about: string, stored: { readonly [name: string]: unknown }): void;
}

export const TermsContext = createContext<TermsActs | null>(null);

export function useTerms(): TermsActs {
  const acts = useContext(TermsContext);
  if (acts === null) throw new Error('outside the page of terms');
  return acts;
}

/** The action, when the reader may perform it now. */
export function allowedOf(detail: CaseDetail, name: string): AllowedAction | undefined {
  return detail.allowedActions.find((action) => action.action === name && action.allowed);
}

/** Actions that stand at what they are about, instead of in the list of what can be done. */
export const placedActions: ReadonlySet<string> = new Set([
  'draft-clause',
  'redraft-clause',
  'remove-clause',
  'comment',
  'answer-comment',
  'assess-clause',
  'provide-common-plan',
  'state-sla-compliance',
]);

/** The parts of the text in their order (Security Plan §3.4). */
export const partsOfText = [
  'roles',
  'sla',
  'plans',
  'risk-management',
  'security-controls',
  'awareness',
  'best-practice',
] as const;
