import type { Language } from '#documents/model.ts';
import type { DeliverableTexts } from '#work/deliverables/definition.ts';
import { de } from './words-de.ts';
import { en, type MissionWord, type MissionWords } from './words-en.ts';
import { fr } from './words-fr.ts';

const words: Readonly<Record<Language, MissionWords>> = { en, fr, de };

export interface Speaker {
  /** A text with its values. */
  say(word: MissionWord, values?: Readonly<Record<string, string | number>>): string;
  /** The text of an option (`severity.high`); what has none is shown as it is. */
  option(group: string, value: string): string;
}

/** The documents' words in one language. */
export function speakerOf(language: Language): Speaker {
  const known = words[language];
  return {
    say: (word, values = {}) =>
      known[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
    option: (group, value) => {
      const key = `${group}.${value}`;
      return Object.hasOwn(known, key) ? known[key as MissionWord] : value;
    },
  };
}

/** Title and headings of one of the two documents, under the keys that deliverables have. */
export function textsOf(
  document: 'programme' | 'report',
): Readonly<Record<Language, DeliverableTexts>> {
  const of = (language: Language): DeliverableTexts => {
    const own = Object.entries(words[language]).filter(([key]) => key.startsWith(`${document}.`));
    return {
      subject: words[language].subject,
      ...Object.fromEntries(own.map(([key, text]) => [key.slice(document.length + 1), text])),
    };
  };
  return { en: of('en'), fr: of('fr'), de: of('de') };
}
