import { queryOptions } from '@tanstack/react-query';
import type { CalendarEntry, CalendarPage, Invitations } from '#work/calendar/contract.ts';
import { get } from '../api/client.ts';
import { addDays, type Day } from './days.ts';

export type Whose = 'me' | 'all';

/** More entries than a page of the calendar can show usefully; the list says that there are more. */
const mostPages = 4;

export interface Shown {
  readonly items: readonly CalendarEntry[];
  readonly titles: Readonly<Record<string, string>>;
  /** True: there are more than are shown. */
  readonly cut: boolean;
}

/** Everything with a date from one day to another, both included. */
export const calendarQuery = (first: Day, last: Day, of: Whose) =>
  queryOptions({
    queryKey: ['calendar', first, last, of],
    queryFn: async ({ signal }): Promise<Shown> => {
      const interval = {
        from: `${first}T00:00:00.000Z`,
        to: `${addDays(last, 1)}T00:00:00.000Z`,
      };
      const items: CalendarEntry[] = [];
      let titles: Record<string, string> = {};
      let after = '';
      for (let count = 0; count < mostPages; count += 1) {
        const page = await get<CalendarPage>(
          '/calendar',
          { ...interval, of, limit: 500, after },
          signal,
        );
        items.push(...page.items);
        titles = { ...titles, ...page.titles };
        if (page.next === null) return { items, titles, cut: false };
        after = page.next;
      }
      return { items, titles, cut: true };
    },
    staleTime: 30_000,
  });

/** Who is invited to the event of a case. The key begins as those of records of the case do, so that it is read again with them. */
export const invitationsQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case', caseId, 'invitations'],
    queryFn: ({ signal }) => get<Invitations>(`/cases/${caseId}/invitations`, {}, signal),
  });
