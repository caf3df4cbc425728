import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue } from '#apps/catalogue.ts';
import { textsOf } from '#apps/texts.ts';
import { textKeysOf } from '#engine/text-keys.ts';
import { languages } from './generate/request.ts';
import { textChanges } from './generate/text-changes.ts';

const root = resolve(fileURLToPath(import.meta.url), '../..');

/**
 * `npm run texts:fill -- <folder below src/areas>`: enters the texts that the definitions lack into the folder's three files, empty, and
 * takes out those of its procedures and registers that no definition needs any more.
 */
function fill(folder: string): void {
  const definitions = [
    ...[...catalogue.versions.values()].map(({ procedure }) => procedure),
    ...[...catalogue.registers.values()].map(({ register }) => register),
  ];
  const needed = new Set(definitions.flatMap(textKeysOf));
  mkdirSync(`${root}/${folder}/texts`, { recursive: true });
  for (const language of languages) {
    const known = textsOf(language);
    const path = `${folder}/texts/${language}.json`;
    const json = existsSync(`${root}/${path}`) ? readFileSync(`${root}/${path}`, 'utf8') : '{}';
    const texts = JSON.parse(json) as Record<string, string>;
    const missing = [...needed].filter((key) => !known.has(key));
    const { added, removed, ...changed } = textChanges(texts, missing, needed, ownersIn(texts));
    writeFileSync(`${root}/${path}`, `${JSON.stringify(changed.texts, null, 2)}\n`);
    if (language === 'en') for (const key of removed) console.log(`removed  ${key}`);
    const empty = Object.entries(changed.texts).filter(([, text]) => text === '');
    console.log(
      `${path}: ${added.length} entered, ${removed.length} removed, ${empty.length} to write`,
    );
  }
}

/** The procedures and registers whose title stands in these texts: `procedure.change`. */
function ownersIn(texts: Readonly<Record<string, string>>): string[] {
  return Object.keys(texts)
    .filter((key) => /^(?:procedure|register)\.[^.]+\.title$/.test(key))
    .map((key) => key.replace(/\.title$/, ''));
}

const folder = process.argv[2];
if (folder === undefined || !existsSync(`${root}/src/areas/${folder}`)) {
  console.error('Name a folder below src/areas: npm run texts:fill -- operations/change');
  process.exitCode = 2;
} else {
  fill(`src/areas/${folder}`);
}
