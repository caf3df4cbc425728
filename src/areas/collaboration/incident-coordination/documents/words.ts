import type { Language } from '#documents/model.ts';
import { de } from './words-de.ts';
import { en, type ReportWord, type ReportWords } from './words-en.ts';
import { fr } from './words-fr.ts';

export const reportWords: Readonly<Record<Language, ReportWords>> = { en, fr, de };

export interface Speaker {
  /** A text of the report with its values. */
  say(word: ReportWord, values?: Readonly<Record<string, string | number>>): string;
  /** The text of an option (`urgency.high`); what has none is shown as it is, nothing as a dash. */
  option(group: string, value: unknown): string;
  /** Day and time in UTC. */
  utc(instant: string): string;
  /** Day and time in the zone that it was told in. */
  told(instant: string, zone: string): string;
}

const locales = { en: 'en-GB', fr: 'fr-FR', de: 'de-DE' } as const;

/** The report's words in one language. */
export function speakerOf(language: Language): Speaker {
  const words = reportWords[language];
  const moment = (instant: string, timeZone: string) =>
    new Intl.DateTimeFormat(locales[language], {
      ...{ day: '2-digit', month: 'short', year: 'numeric' },
      ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone },
    }).format(new Date(instant));
  return {
    say: (word, values = {}) =>
      words[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
    option: (group, value) => {
      if (value === null || value === undefined || value === '') return words.notKnown;
      const key = `${group}.${String(value)}`;
      return Object.hasOwn(words, key) ? words[key as ReportWord] : String(value);
    },
    utc: (instant) => moment(instant, 'UTC'),
    told: (instant, zone) => {
      if (zone === 'UTC') return 'UTC';
      const local = moment(instant, zone);
      // The day is said where it is another one than in UTC.
      const [day, time] = [local.slice(0, -5), local.slice(-5)];
      return `${moment(instant, 'UTC').startsWith(day) ? time : local} ${zone}`;
    },
  };
}
