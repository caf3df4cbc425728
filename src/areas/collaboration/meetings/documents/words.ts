import type { Language } from '#documents/model.ts';
import { de } from './words-de.ts';
import { en, type MeetingWord, type MeetingWords } from './words-en.ts';
import { fr } from './words-fr.ts';

const words: Readonly<Record<Language, MeetingWords>> = { en, fr, de };

export interface Speaker {
  /** A text with its values. */
  say(word: MeetingWord, values?: Readonly<Record<string, string | number>>): string;
  /** The text of an option (`presence.absent`); what has none is shown as it is. */
  option(group: string, value: string): string;
}

/** The deliverables' words in one language. */
export function speakerOf(language: Language): Speaker {
  const known = words[language];
  return {
    say: (word, values = {}) =>
      known[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
    option: (group, value) => {
      const key = `${group}.${value}`;
      return Object.hasOwn(known, key) ? known[key as MeetingWord] : value;
    },
  };
}
