import { createContext, useContext } from 'react';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';
import type { Titles } from '../mark/party.tsx';

/** What the parts of a page that an area made for its cases may do with the case. */
export interface Workspace {
  readonly detail: CaseDetail;
  /** Where the API holds the case. */
  readonly path: string;
  /** Does the action of the case, by its form where it has one. */
  choose(action: AllowedAction): void;
  /** Opens an action's form for one record of the case, with what is known of it filled in, and the titles of what it refers to. Does nothing where the reader may not perform it. */
  open(
    action: string,
    about: string,
    stored: { readonly [name: string]: unknown },
    titles?: Titles,
  ): void;
  /** Opens a table in which each row is the action once more. */
  openSeveral(action: string, each: RowPreset): void;
}

/** What holds where a row leaves it empty, by the number of the row from 0 on. */
export type RowPreset = (row: number) => { readonly [name: string]: unknown };

export const WorkspaceContext = createContext<Workspace | null>(null);

/** Raises an error outside a `CaseWorkspace`. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error('outside the workspace of a case');
  return workspace;
}

/** The action, when the reader may perform it now. */
export function allowedOf(detail: CaseDetail, name: string): AllowedAction | undefined {
  return detail.allowedActions.find((action) => action.action === name && action.allowed);
}
