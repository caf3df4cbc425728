import type { Titles } from '../mark/party.tsx';
import type { Crumb } from './page.tsx';

/** The way back to a case, by its reference; none where the reader does not see the case. */
export function caseCrumb(caseId: string | null | undefined, titles: Titles): Crumb[] {
  const title = caseId == null ? undefined : titles[caseId];
  return title === undefined
    ? []
    : [{ title: title.split(' ')[0] ?? title, to: `/cases/${caseId}` }];
}
