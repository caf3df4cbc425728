import type { Locale } from './locale.ts';
import { type Catalogue, catalogueOf, type TextTree } from './translator.ts';

const loaders = {
  en: () => import('./texts-en.ts'),
  fr: () => import('./texts-fr.ts'),
  de: () => import('./texts-de.ts'),
};

/** Texts of the kit, of cases, of the areas and of the shell in one language. */
export async function loadTexts(locale: Locale): Promise<Catalogue> {
  const { files } = await loaders[locale]();
  return catalogueOf(Object.values(files) as TextTree[]);
}
