import { formattingLocales, type Locale } from './locale.ts';
import type { Translator } from './translator.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = 'minute' | 'hour' | 'day' | 'month' | 'year';

/** The largest unit in which a distance is at least one, and how many, rounded towards zero so that nothing is due sooner than it says. */
export function distance(milliseconds: number): { count: number; unit: Unit } {
  const size = Math.abs(milliseconds);
  const sign = Math.sign(milliseconds);
  const steps: readonly [Unit, number][] = [
    ['year', 365 * DAY],
    ['month', 60 * DAY],
    ['day', DAY],
    ['hour', HOUR],
  ];
  for (const [unit, from] of steps) {
    if (size >= from) {
      const length = unit === 'month' ? 30 * DAY : from;
      return { unit, count: sign * Math.floor(size / length) };
    }
  }
  return { unit: 'minute', count: sign * Math.floor(size / MINUTE) };
}

const formats = new Map<Locale, Intl.RelativeTimeFormat>();

/** `2 hours ago`, `in 3 days`, `yesterday`; below a minute `now`. */
export function relative(at: string, now: number, locale: Locale): string {
  const { count, unit } = distance(Date.parse(at) - now);
  const format =
    formats.get(locale) ??
    new Intl.RelativeTimeFormat(formattingLocales[locale], { numeric: 'auto' });
  formats.set(locale, format);
  return count === 0 ? format.format(0, 'second') : format.format(count, unit);
}

/** How near a due date is: `overdue` once it has passed, `soon` within two days, `later` otherwise. */
export type Urgency = 'overdue' | 'soon' | 'later';

export function urgency(dueAt: string, now: number): Urgency {
  const left = Date.parse(dueAt) - now;
  return left < 0 ? 'overdue' : left <= 2 * DAY ? 'soon' : 'later';
}

/** `Overdue by 3 days`, `Due in 5 hours`: urgency is told by the word, not by a colour. */
export function dueWords(dueAt: string, now: number, t: Translator['t']): string {
  const left = Date.parse(dueAt) - now;
  const { count, unit } = distance(left);
  const size = Math.abs(count);
  if (size === 0) return t('due.now');
  const length = t(`due.length.${unit}`, { count: size });
  return t(left < 0 ? 'due.overdue' : 'due.in', { length });
}

/** Groups in which work is listed, most urgent first. */
export const dueGroups = ['overdue', 'today', 'week', 'later', 'none'] as const;
export type DueGroup = (typeof dueGroups)[number];

/** Group of a due date by UTC days: overdue, today, the next seven days, later, or none. */
export function dueGroup(dueAt: string | null, now: number): DueGroup {
  if (dueAt === null) return 'none';
  const due = Date.parse(dueAt);
  if (due < now) return 'overdue';
  const days = Math.floor(due / DAY) - Math.floor(now / DAY);
  return days === 0 ? 'today' : days < 7 ? 'week' : 'later';
}

/** How long something took, in its two largest units: `2 d 4 h`, `4 h 12 min`, `3 min`; below a minute `< 1 min`. */
export function lengthWords(milliseconds: number, t: Translator['t']): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / MINUTE);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  if (days >= 100) return t('length.days', { days });
  if (days > 0) return t(hours === 0 ? 'length.days' : 'length.days-hours', { days, hours });
  const rest = minutes % 60;
  if (hours > 0)
    return t(rest === 0 ? 'length.hours' : 'length.hours-minutes', { hours, minutes: rest });
  return minutes === 0 ? t('length.moment') : t('length.minutes', { minutes });
}
