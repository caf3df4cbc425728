import { readFileSync } from 'node:fs';
import { type GeneratorRequest, type Language, languages } from './request.ts';

const folder = new URL('../templates/', import.meta.url);

/** `data-leakage` as a name in code: `dataLeakage`. */
export function nameOf(id: string): string {
  return id.replaceAll(/-(.)/g, (_all, letter: string) => letter.toUpperCase());
}

/** `removable-media` as a table: `removable_media`; a plural of one letter s loses it (`spare-parts`: `spare_part`). */
export function tableOf(id: string): string {
  return id.replaceAll('-', '_').replace(/(?<=[^sui])s$/, '');
}

/** A template of `tools/templates` with what was asked for filled in. */
export function filled(template: string, request: GeneratorRequest): string {
  const { id, area, clause, titles } = request;
  const values: Readonly<Record<string, string>> = {
    id,
    clause,
    name: nameOf(id),
    table: tableOf(id),
    areaId: area.split('/')[0] ?? area,
    ...{ titleEn: titles.en.title, titleFr: titles.fr.title, titleDe: titles.de.title },
    ...{ oneEn: titles.en.one, oneFr: titles.fr.one, oneDe: titles.de.one },
  };
  const quoted = (text: string): string => {
    if (template.endsWith('.json.txt')) return JSON.stringify(text).slice(1, -1);
    return template.endsWith('.ts.txt') ? text.replaceAll(/['\\]/g, '\\$&') : text;
  };
  const source = readFileSync(new URL(template, folder), 'utf8');
  return source.replaceAll(/__([a-zA-Z]+)__/g, (_all, key: string) => quoted(values[key] ?? ''));
}

/** The texts of a template, by language. */
export function filledTexts(
  template: string,
  request: GeneratorRequest,
): Record<Language, Record<string, string>> {
  const rows = Object.entries(JSON.parse(filled(template, request)) as Record<string, string[]>);
  const of = (language: Language): Record<string, string> =>
    Object.fromEntries(rows.map(([key, row]) => [key, row[languages.indexOf(language)] ?? '']));
  return { en: of('en'), fr: of('fr'), de: of('de') };
}
