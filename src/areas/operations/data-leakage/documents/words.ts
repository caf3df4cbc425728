import type { Language } from '#documents/model.ts';
import { de } from './words-de.ts';
import { en, type SpecificationWord, type SpecificationWords } from './words-en.ts';
import { fr } from './words-fr.ts';

export const specificationWords: Readonly<Record<Language, SpecificationWords>> = { en, fr, de };

export interface Speaker {
  /** A text of the document with its values. */
  say(word: SpecificationWord, values?: Readonly<Record<string, string | number>>): string;
  /** The text of an option (`operation.share`); what has none is shown as it is. */
  option(group: string, value: string): string;
}

/** The document's words in one language. */
export function speakerOf(language: Language): Speaker {
  const words = specificationWords[language];
  return {
    say: (word, values = {}) =>
      words[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
    option: (group, value) => {
      const key = `${group}.${value}`;
      return Object.hasOwn(words, key) ? words[key as SpecificationWord] : value;
    },
  };
}
