import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { formattingLocales, locales } from './locale.ts';
import { formatMessage } from './message.ts';
import { catalogueOf, type TextTree } from './translator.ts';

const sources = fileURLToPath(new URL('../../', import.meta.url));
const rooms = ['ui', 'web'];

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path));
}

/** Keys that the pages ask for: literals given to `t` or `find`, and literals in a list of keys given to them. */
function keysAsked(source: string): string[] {
  const calls = source.matchAll(/\b(?:t|find)\(\s*((?:\[[^\]]*\])|(?:[^(),]|\([^()]*\))*)/g);
  return [...calls].flatMap(([, argument = '']) =>
    [...argument.matchAll(/'([a-z$][\w$-]*(?:\.[\w$-]+)*)'/g)].map(([, key = '']) => key),
  );
}

/** Words inside the arguments that are values and not keys. */
const values = new Set([
  ...['case', 'option', 'field', 'failed', 'string'],
  ...['new', 'mask', 'liso', 'withdrawn', 'trail'],
]);

/** What a room says everywhere, and what parts of it bring along when they are opened. */
const own = (locale: string) =>
  catalogueOf(
    rooms
      .flatMap((room) => filesBelow(join(sources, room), join('texts', `${locale}.json`)))
      .map((path) => JSON.parse(readFileSync(path, 'utf8')) as TextTree),
  );

test('every text that a page asks for exists in every language', () => {
  const asked = rooms
    .flatMap((room) => [
      ...filesBelow(join(sources, room), '.tsx'),
      ...filesBelow(join(sources, room), '.ts'),
    ])
    .filter((path) => !path.endsWith('.test.ts'))
    .flatMap((path) => keysAsked(readFileSync(path, 'utf8')))
    .filter((key) => !values.has(key));
  assert.ok(asked.length > 200, `${asked.length} keys found`);
  for (const locale of locales) {
    const catalogue = own(locale);
    const missing = [...new Set(asked)].filter((key) => !catalogue.has(key));
    assert.deepEqual(missing, [], `missing in ${locale}`);
  }
});

test('every text can be read, with any number', () => {
  for (const locale of locales) {
    for (const [key, message] of own(locale)) {
      for (const count of [0, 1, 2]) {
        const text = formatMessage(message, { count }, formattingLocales[locale]);
        assert.notEqual(text.trim(), '', `${key} in ${locale}`);
      }
    }
  }
});

test('a label stands before its value as each language sets the colon, in French after a narrow space that no line breaks at', () => {
  const said = (locale: (typeof locales)[number]) =>
    ['labelled', 'labelled.lead'].map((key) =>
      formatMessage(
        own(locale).get(key) ?? '',
        { label: 'Norme {1}', value: 'X.1051' },
        formattingLocales[locale],
      ),
    );
  assert.deepEqual(said('en'), ['Norme {1}: X.1051', 'Norme {1}:']);
  assert.deepEqual(said('de'), ['Norme {1}: X.1051', 'Norme {1}:']);
  assert.deepEqual(said('fr'), ['Norme {1}\u202f: X.1051', 'Norme {1}\u202f:']);
});
