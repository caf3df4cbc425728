import type { Language } from '#documents/model.ts';
import { de } from './words-de.ts';
import { en, type ReportWord, type ReportWords } from './words-en.ts';
import { fr } from './words-fr.ts';

export const reportWords: Readonly<Record<Language, ReportWords>> = { en, fr, de };

export interface Speaker {
  /** A text of the report with its values. */
  say(word: ReportWord, values?: Readonly<Record<string, string | number>>): string;
  /** The text of an option (`kind.server`); what has none is shown as it is. */
  option(group: string, value: string): string;
}

/** The report's words in one language. */
export function speakerOf(language: Language): Speaker {
  const words = reportWords[language];
  return {
    say: (word, values = {}) =>
      words[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
    option: (group, value) => {
      const key = `${group}.${value}`;
      return Object.hasOwn(words, key) ? words[key as ReportWord] : value;
    },
  };
}
