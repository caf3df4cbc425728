import { durationInWords } from '#engine/duration.ts';
import { formattingLocales, type Locale } from './locale.ts';

/**
 * Dates and numbers in the form of the reader's language. Instants are shown in UTC and say so, because parties in several time zones
 * work on the same deadline.
 */
export interface Formats {
  /** `2026-11-22` as `22 Nov 2026`. */
  date(day: string): string;
  /** `22 Nov 2026, 14:05 UTC`. */
  instant(at: string): string;
  /** `22 Nov 2026` in UTC. */
  dayOf(at: string): string;
  /** `14:05 UTC`. */
  timeOf(at: string): string;
  /** `PT4H` as `4 hours`; what is no ISO 8601 duration of whole units stays as it is. */
  duration(iso: string): string;
  number(value: number): string;
  /** Bytes in decimal units: `1.4 MB`. */
  bytes(value: number): string;
  list(items: readonly string[]): string;
  percent(share: number): string;
}

const day: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
};
const time: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
};

const known = new Map<Locale, Formats>();

export function formatsOf(locale: Locale): Formats {
  const formats = known.get(locale) ?? make(formattingLocales[locale]);
  known.set(locale, formats);
  return formats;
}

function make(language: string): Formats {
  const dates = new Intl.DateTimeFormat(language, day);
  const times = new Intl.DateTimeFormat(language, time);
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 6 });
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const safe = (format: Intl.DateTimeFormat, value: string) => {
    const at = new Date(value);
    return Number.isNaN(at.getTime()) ? value : format.format(at);
  };
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  return {
    date: (value) => safe(dates, value),
    instant: (value) => `${safe(dates, value)}, ${safe(times, value)} UTC`,
    dayOf: (value) => safe(dates, value),
    timeOf: (value) => `${safe(times, value)} UTC`,
    duration: (iso) => durationInWords(iso, language),
    number: (value) => numbers.format(value),
    bytes(value) {
      const step = value < 1 ? 0 : Math.min(4, Math.floor(Math.log10(value) / 3));
      const unit = units[step] ?? 'byte';
      return new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay: step === 0 ? 'long' : 'short',
        maximumFractionDigits: step === 0 ? 0 : 1,
      }).format(value / 1000 ** step);
    },
    list: (items) => lists.format(items),
    percent: (share) => percents.format(share),
  };
}
