import type { Locale } from './locale.ts';
import { type Catalogue, catalogueOf, type TextTree } from './translator.ts';

const addresses: { readonly [locale in Locale]: () => Promise<{ readonly url: string }> } = {
  en: () => import('virtual:texts/en'),
  fr: () => import('virtual:texts/fr'),
  de: () => import('virtual:texts/de'),
};

/** Texts of the kit, of cases, of the areas and of the shell in one language. @throws TypeError when the server does not answer */
export async function loadTexts(locale: Locale): Promise<Catalogue> {
  const { url } = await addresses[locale]();
  const response = await fetch(url);
  return catalogueOf((await response.json()) as TextTree[]);
}
