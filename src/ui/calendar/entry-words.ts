import type { CalendarEntry } from '#work/calendar/contract.ts';
import type { Names, Owner } from '../i18n/names.ts';
import { type Texts, useTexts } from '../i18n/texts-provider.tsx';
import type { IconName } from '../mark/icon.tsx';
import { useDayFormats } from './day-formats.ts';
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

/** `procedure.meeting` without its first part. */
const idOf = (owner: string): string => owner.slice(owner.indexOf('.') + 1);

/** What the entry is, in the words of whoever declared it: `Meeting`, `Agreement on the agenda`, `Action point: due`. */
function whatOf({ kind, owner, name, due }: CalendarEntry, names: Names, t: Texts['t']): string {
  if (owner === null || name === null) {
    return owner === null ? t(`calendar.kind.${kind}`) : names.procedure(idOf(owner));
  }
  const of = owner as Owner;
  switch (kind) {
    case 'event':
      return names.field(of, name);
    case 'deadline':
      return names.deadline(of, name);
    case 'record':
      return due ? `${names.one(idOf(owner))}: ${names.field(of, name)}` : names.one(idOf(owner));
    case 'request':
      return names.request(of, name);
    default:
      return taskOf(of, name, names, t);
  }
}

function taskOf(owner: Owner, task: string, names: Names, t: Texts['t']): string {
  const [kind, id] = task.split(':');
  if (id === undefined) return names.task(owner, task);
  if (kind === 'planned') return t('task.planned', { procedure: names.procedure(id) });
  return kind === 'duty' ? names.duty(owner, id) : names.task(owner, id);
}

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
