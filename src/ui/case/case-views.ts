import { createContext, useContext } from 'react';

/** Which view of a case is shown, and what the page is called that an area made for it. */
export interface CaseViews {
  /** Text key; null where the procedure has no page of its own, and the file is all there is. */
  readonly own: string | null;
  readonly shown: 'own' | 'file';
}

export const CaseViewsContext = createContext<CaseViews>({ own: null, shown: 'file' });

export function useCaseViews(): CaseViews {
  return useContext(CaseViewsContext);
}
