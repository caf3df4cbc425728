import { whatOf } from '#ui/calendar/entry-what.ts';
import { namesOf } from '#ui/i18n/names.ts';
import { createTranslator } from '#ui/i18n/translator.ts';
import type { FeedLocale, FeedWords } from '#work/calendar/feed/feed-file.ts';
import { textsOf } from './texts.ts';

/** The words of a calendar's entries as the pages say them, for its feed. */
export function feedWords(locale: FeedLocale): FeedWords {
  const texts = createTranslator(locale, textsOf(locale));
  const names = namesOf(texts);
  return {
    whatOf: ({ owner, name, due }, kind) => whatOf({ owner, name, due, kind }, names, texts.t),
    text: (key) => texts.t(key),
  };
}
