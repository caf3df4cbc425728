import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Catalogue, catalogueOf, type TextTree } from '#ui/i18n/translator.ts';

export type Locale = 'en' | 'fr' | 'de';

const sources = resolve(fileURLToPath(import.meta.url), '../..');

/** Every `texts/<locale>.json` below a folder of sources. */
function textFiles(folder: string, locale: Locale): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (!statSync(path).isDirectory()) return [];
    return name === 'texts' ? [join(path, `${locale}.json`)] : textFiles(path, locale);
  });
}

const loaded = new Map<Locale, Catalogue>();

/** All texts of a language by key: the same catalogues that the browser loads. Read once. */
export function textsOf(locale: Locale): Catalogue {
  const known = loaded.get(locale);
  if (known !== undefined) return known;
  const trees = ['work', 'areas', 'ui', 'web']
    .flatMap((room) => textFiles(join(sources, room), locale))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as TextTree);
  const catalogue = catalogueOf(trees);
  loaded.set(locale, catalogue);
  return catalogue;
}
