import { createContext, useContext } from 'react';
import type { Titles } from '#ui/mark/party.tsx';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';

/** What the parts of the page may do with the meeting. */
export interface MeetingActs {
  readonly detail: CaseDetail;
  readonly path: string;
  /** Opens an action's form for one record of the meeting, with what is known of it filled in, and the titles of what it refers to. */
  open(
    action: string,
    about: string,
    stored: { readonly [name: string]: unknown },
    titles?: Titles,
  ): void;
}

export const MeetingContext = createContext<MeetingActs | null>(null);

export function useMeeting(): MeetingActs {
  const acts = useContext(MeetingContext);
  if (acts === null) throw new Error('outside the page of a meeting');
  return acts;
}

/** The action, when the reader may perform it now. */
export function allowedOf(detail: CaseDetail, name: string): AllowedAction | undefined {
  return detail.allowedActions.find((action) => action.action === name && action.allowed);
}

/** Actions that stand at what they are about, instead of in the list of what can be done. */
export const placedActions: ReadonlySet<string> = new Set([
  'add-agenda-item',
  'change-agenda-item',
  'remove-agenda-item',
  'answer-objection',
  'minute',
  'present',
  'record-attendance',
  'review-action-point',
  'add-action-point',
  'change-action-point',
  'remove-action-point',
]);
