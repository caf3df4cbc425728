import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { addDays, addMonths, type Day, daysFrom, isDay, mondayOf, weeksOfMonth } from './days.ts';

export const views = ['month', 'agenda'] as const;
export type View = (typeof views)[number];

/** Weeks that the agenda shows at once. */
const agendaWeeks = 4;
const narrow = '(max-width: 48rem)';

function subscribe(listen: () => void): () => void {
  const query = window.matchMedia(narrow);
  query.addEventListener('change', listen);
  return () => query.removeEventListener('change', listen);
}

/** True on a screen where a month has no room. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(subscribe, () => window.matchMedia(narrow).matches);

export interface Period {
  readonly view: View;
  readonly at: Day;
  readonly weeks: readonly (readonly Day[])[];
  readonly first: Day;
  readonly last: Day;
  readonly go: (day: Day) => void;
  readonly step: (count: number) => void;
  readonly show: (view: View) => void;
}

/** What of the calendar is shown stands in the address, so that a link opens the same; keys go on and back. */
export function usePeriod(today: Day): Period {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const navigate = useNavigate();
  const small = useNarrow();
  const view: View = small || search['view'] === 'agenda' ? 'agenda' : 'month';
  const at = isDay(search['at']) ? search['at'] : today;
  const set = (change: Record<string, string | undefined>) =>
    navigate({ to: '.', search: { ...search, ...change } as never, replace: true });
  const go = (day: Day) => void set({ at: day === today ? undefined : day });
  const step = (count: number) =>
    go(view === 'month' ? addMonths(at, count) : addDays(mondayOf(at), count * agendaWeeks * 7));
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    t: () => go(today),
    m: () => void set({ view: undefined }),
    a: () => void set({ view: 'agenda' }),
  });
  const weeks =
    view === 'month'
      ? weeksOfMonth(at)
      : Array.from({ length: agendaWeeks }, (_none, week) =>
          daysFrom(addDays(mondayOf(at), week * 7), 7),
        );
  const days = weeks.flat();
  return {
    ...{ view, at, weeks, go, step },
    first: days[0] ?? today,
    last: days.at(-1) ?? today,
    show: (next) => void set({ view: next === 'month' ? undefined : next }),
  };
}

/** Single keys, for whoever does not type somewhere. */
function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const typing = (event.target as HTMLElement).closest(
        'input, textarea, select, [contenteditable="true"], [role="dialog"]',
      );
      if (typing !== null) return;
      keys[event.key]?.();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
