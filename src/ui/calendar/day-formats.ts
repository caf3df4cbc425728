import { useMemo } from 'react';
import { formattingLocales } from '../i18n/locale.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Day } from './days.ts';

/** Days, months and their ranges in the form of the reader's language. */
export interface DayFormats {
  /** `Mon`. */
  weekday(day: Day): string;
  /** `Monday`. */
  weekdayLong(day: Day): string;
  /** `November 2026`. */
  month(day: Day): string;
  /** `Nov`. */
  monthShort(day: Day): string;
  /** `Monday, 23 November 2026`. */
  full(day: Day): string;
  /** `16 Nov – 13 Dec 2026`. */
  range(first: Day, last: Day): string;
  /** `12 Nov – 12 Dec`. */
  rangeShort(first: Day, last: Day): string;
}

export function useDayFormats(): DayFormats {
  const { locale } = useTexts();
  return useMemo(() => {
    const language = formattingLocales[locale];
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
    const weekday = format({ weekday: 'short' });
    const weekdayLong = format({ weekday: 'long' });
    const month = format({ month: 'long', year: 'numeric' });
    const monthShort = format({ month: 'short' });
    const full = format({ dateStyle: 'full' });
    const rangeShort = format({ day: 'numeric', month: 'short' });
    const range = format({ day: 'numeric', month: 'short', year: 'numeric' });
    return {
      weekday: (day) => weekday.format(new Date(day)),
      weekdayLong: (day) => weekdayLong.format(new Date(day)),
      month: (day) => month.format(new Date(day)),
      monthShort: (day) => monthShort.format(new Date(day)),
      full: (day) => full.format(new Date(day)),
      rangeShort: (first, last) => rangeShort.formatRange(new Date(first), new Date(last)),
      range: (first, last) => range.formatRange(new Date(first), new Date(last)),
    };
  }, [locale]);
}
