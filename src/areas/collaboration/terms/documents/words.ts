import type { Language } from '#documents/model.ts';
import { de } from './words-de.ts';
import { en, type TermsWord, type TermsWords } from './words-en.ts';
import { fr } from './words-fr.ts';

export const termsWords: Readonly<Record<Language, TermsWords>> = { en, fr, de };

export interface TermsSpeaker {
  readonly language: Language;
  say(word: TermsWord, values?: Readonly<Record<string, string | number>>): string;
  /** The text of an option (`plan.security`); what has none is shown as it is. */
  option(group: string, value: unknown): string;
}

/** The words of the document in one language. */
export function speakerOf(language: Language): TermsSpeaker {
  const words = termsWords[language];
  return {
    language,
    say: (word, values = {}) =>
      words[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
    option: (group, value) => {
      const key = `${group}.${String(value ?? '')}`;
      return Object.hasOwn(words, key) ? words[key as TermsWord] : String(value ?? '–');
    },
  };
}
