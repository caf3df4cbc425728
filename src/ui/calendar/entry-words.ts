import type { CalendarEntry } from '#work/calendar/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { IconName } from '../mark/icon.tsx';
import { useDayFormats } from './day-formats.ts';
import { whatOf } from './entry-what.ts';
import { spanOf } from './place-week.ts';

export const entryIcons = {
  event: 'calendar',
  deadline: 'clock',
  record: 'policy',
  request: 'inbox',
  task: 'check',
} as const satisfies Record<CalendarEntry['kind'], IconName>;

/** What takes place looks the same whoever declares it; what is due says of what kind it is. */
export const iconOf = ({ due, kind }: CalendarEntry): IconName =>
  due ? entryIcons[kind] : entryIcons.event;

export interface EntryWords {
  readonly what: string;
  readonly title: string;
  /** `09:00`; empty for whole days. */
  readonly time: string;
  /** `09:00–10:30`, `12 Nov – 12 Dec`; empty for whole days that are one. */
  readonly times: string;
  readonly to: string;
}

/** The words of entries in the reader's language. */
export function useEntryWords(): (entry: CalendarEntry) => EntryWords {
  const { t, names } = useTexts();
  const { rangeShort } = useDayFormats();
  return (entry) => {
    const what = whatOf(entry, names, t);
    const { allDay, startsAt, endsAt } = entry;
    const time = allDay ? '' : startsAt.slice(11, 16);
    const { first, last } = spanOf(entry);
    const end = endsAt === null || first !== last ? '' : `–${endsAt.slice(11, 16)}`;
    const times = first === last ? (allDay ? '' : `${time}${end}`) : rangeShort(first, last);
    return { what, title: entry.title === '' ? what : entry.title, time, times, to: pathOf(entry) };
  };
}

/** Where the application shows what an entry is about. */
function pathOf({ recordKind, recordId }: CalendarEntry): string {
  if (recordKind === 'case') return `/cases/${recordId}`;
  if (recordKind === 'request') return `/requests/${recordId}`;
  if (recordKind === 'task') return '/';
  return `/registers/${recordKind}/${recordId}`;
}
