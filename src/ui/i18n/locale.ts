/** Languages the product speaks. A further one is a file beside each `en.json`, and its code here. */
export const locales = ['en', 'fr', 'de'] as const;
export type Locale = (typeof locales)[number];

export const localeNames: { readonly [locale in Locale]: string } = {
  en: 'English',
  fr: 'Français',
  de: 'Deutsch',
};

/** Formats follow the European form of the language: day before month, 24 hours. */
export const formattingLocales: { readonly [locale in Locale]: string } = {
  en: 'en-GB',
  fr: 'fr-FR',
  de: 'de-DE',
};

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

/** First known language of an ordered list of language tags (`navigator.languages`, Accept-Language), English otherwise. */
export function pickLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const language = tag.trim().slice(0, 2).toLowerCase();
    if (isLocale(language)) return language;
  }
  return 'en';
}
