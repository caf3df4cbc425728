import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allRules } from './all-rules.ts';
import { applyExemptions } from './exemptions.ts';
import { findFunctions } from './functions.ts';
import { makeHouse } from './house.ts';
import { findGlobs, findImports } from './imports.ts';
import type { EqualText } from './rules/texts.ts';
import { tokenise } from './tokens.ts';

/** The names of the rules that a house of these files offends. */
function offended(files: Readonly<Record<string, string>>): string[] {
  const house = makeHouse(new Map(Object.entries(files)));
  return allRules([])
    .filter((rule) => rule.check(house).length > 0)
    .map(({ name }) => name);
}

/** One planted offence for each rule, beside files that make it offend no other. */
const offences: readonly { rule: string; files: Readonly<Record<string, string>> }[] = [
  {
    rule: 'imports go one way',
    files: {
      'src/engine/a.test.ts': '',
      'src/engine/b.ts': `import { x } from '#kernel/log.ts';`,
      ...uses('b'),
    },
  },
  {
    rule: 'imports go one way',
    files: {
      'src/areas/risk/commands/assess.ts': `import { patch } from '#areas/operations/patch/commands/patch.ts';`,
      'src/areas/risk/assess.test.ts': `import { assess } from './commands/assess.ts';`,
    },
  },
  {
    rule: 'pure rooms stay pure',
    files: { 'src/engine/b.ts': `import { readFileSync } from 'node:fs';`, ...uses('b') },
  },
  {
    rule: 'pure rooms stay pure',
    files: {
      'src/areas/risk/contract.ts': `import pg from 'pg';`,
      'src/areas/risk/a.test.ts': `import './contract.ts';`,
    },
  },
  {
    rule: 'no import cycles',
    files: { 'src/engine/a.ts': `import './b.ts';`, 'src/engine/b.ts': `import './a.ts';` },
  },
  {
    rule: 'no barrels',
    files: {
      'src/engine/b.ts': `export { y } from './a.ts';`,
      'src/engine/a.ts': '',
      ...uses('b'),
    },
  },
  { rule: 'no dead files', files: { 'src/engine/b.ts': 'export const b = 1;' } },
  { rule: 'no empty names', files: { 'docs/string-utils.md': '# Title' } },
  { rule: 'names are in kebab-case', files: { 'docs/someThing.md': '# Title' } },
  {
    rule: 'a source file has at most 300 code lines',
    files: { 'tests/a/long.ts': 'export const a = 1;\n'.repeat(301) },
  },
  {
    rule: 'a function has at most 70 code lines, a component 150',
    files: { 'tests/a/long.ts': `function f(): { a: string } {\n${'g();\n'.repeat(71)}}` },
  },
  {
    rule: 'a folder has at most 40 files',
    files: Object.fromEntries(
      Array.from({ length: 41 }, (_, n) => [`docs/page-${n}.md`, '# Title']),
    ),
  },
  { rule: 'no loose ends', files: { 'tests/a/b.ts': 'const a = b as any;' } },
  { rule: 'no loose ends', files: { 'tests/a/b.ts': 'function f(a: any): void {}' } },
  { rule: 'no loose ends', files: { 'tests/a/b.ts': `${'//'} ${'TO'}${'DO'}: later` } },
  { rule: 'no loose ends', files: { 'tests/a/b.ts': `test${'.only'}('x', () => undefined);` } },
  { rule: 'nothing names the workplace', files: { 'docs/a.md': `# Title\n${'/wo'}${'rk/'}main` } },
  ...[
    `const a = \`\${b}: \${c}\`;`,
    "const a = <p>{b}:{' '}{c}</p>;",
    'const a = <p>{b}: {c}</p>;',
    'const a = <p><b>{c}: </b></p>;',
    "const a = b + ': ' + c;",
  ].map((line) => ({
    rule: 'no page composes a colon',
    files: {
      'src/areas/risk/web/a.tsx': `export ${line}`,
      'src/areas/risk/web/a.test.ts': `import { a } from './a.tsx';`,
    },
  })),
  ...['Portée : tout', 'Ouvrir ?', '« Ainsi\u202f»'].map((text) => ({
    rule: 'French marks keep to their words',
    files: {
      'src/areas/risk/texts/en.json': '{ "a": "A" }',
      'src/areas/risk/texts/de.json': '{ "a": "B" }',
      'src/areas/risk/texts/fr.json': JSON.stringify({ a: text }),
    },
  })),
  { rule: 'SQL does not read the clock', files: { 'db/migrations/1.sql': 'select now();' } },
  {
    rule: 'the schema can be distributed by owner',
    files: { 'db/migrations/1.sql': 'references a on delete set null' },
  },
  {
    rule: 'states move in the engine only',
    files: {
      'src/areas/risk/b.ts': `db.updateTable('risk').set({ state: 'closed' })`,
      'src/areas/risk/b.test.ts': `import './b.ts';`,
    },
  },
  {
    rule: 'every text is in English, French and German',
    files: {
      'src/work/texts/en.json': '{"open": "Open {n}"}',
      'src/work/texts/fr.json': '{"open": "Ouvrir {m}"}',
      'src/work/texts/de.json': '{"open": "{n} öffnen"}',
    },
  },
  {
    rule: 'a key says the same wherever it stands',
    files: {
      'src/work/texts/en.json': '{"change": "Change"}',
      'src/work/texts/fr.json': '{"change": "Changement"}',
      'src/work/texts/de.json': '{"change": "Änderung"}',
      'src/ui/texts/en.json': '{"change": "A change"}',
      'src/ui/texts/fr.json': '{"change": "Changement"}',
      'src/ui/texts/de.json': '{"change": "Änderung"}',
    },
  },
  {
    rule: 'texts are translated',
    files: {
      'src/work/texts/en.json': '{"a": {"open": "Open"}}',
      'src/work/texts/fr.json': '{"a": {"open": "Open"}}',
      'src/work/texts/de.json': '{"a": {"open": "Offen"}}',
    },
  },
  { rule: 'one title per Markdown file', files: { 'docs/a.md': '# One\n\n# Two' } },
  {
    rule: 'cited requirements exist',
    files: {
      'src/standards/requirements.json': '{"requirements": [{"id": "R-EW-1"}]}',
      'docs/a.md': `# Title\nR-EW-1 and ${'R-E'}${'W-99'}`,
    },
  },
];

/** A test that imports a file of the engine, so that it is not dead. */
function uses(name: string): Record<string, string> {
  return { 'src/engine/uses.test.ts': `import './${name}.ts';` };
}

for (const { rule, files } of offences) {
  test(`${rule}: the offence in ${Object.keys(files)[0]} is found, and no other`, () => {
    assert.deepEqual(offended(files), [rule]);
  });
}

test('every rule has an offence that it finds', () => {
  const planted = new Set(offences.map(({ rule }) => rule));
  assert.deepEqual(
    allRules([])
      .map(({ name }) => name)
      .filter((name) => !planted.has(name)),
    [],
  );
});

test('an equal text that is listed with its reason is no offence', () => {
  const texts = '{"status": "Description"}';
  const folder = 'src/work/texts';
  const house = makeHouse(
    new Map(['en', 'fr', 'de'].map((language) => [`${folder}/${language}.json`, texts])),
  );
  const listed = [{ key: 'status', reason: 'the same word' }];
  const offences = (list: EqualText[]): string[] =>
    allRules(list).flatMap((rule) => rule.check(house).map(({ message }) => message));
  assert.deepEqual(offences(listed), []);
  const stale = { key: 'gone', reason: 'was the same word' };
  assert.deepEqual(offences([...listed, stale]), [
    'gone is equal no more: remove it from the list',
  ]);
});

test('an exemption excuses its file only, and is named when it excuses nothing', () => {
  const offences = [
    { path: 'a.ts', message: 'x' },
    { path: 'b.ts', message: 'x' },
  ];
  const exemptions = [
    { rule: 'r', path: 'a.ts', reason: 'why' },
    { rule: 'r', path: 'c.ts', reason: 'why' },
  ];
  const left = applyExemptions('r', offences, exemptions);
  assert.deepEqual(
    left.offences.map(({ path }) => path),
    ['b.ts'],
  );
  assert.deepEqual(
    left.unused.map(({ path }) => path),
    ['c.ts'],
  );
});

test('the scanner minds strings, nested templates, regular expressions and JSX text', () => {
  const source = [
    'const a = `x §{f({ b: `y §{"}"} z` })} w`; // } comment'.replaceAll('§', '$'),
    'const r = /[/\'"]\\/}/g, half = 1 / 2 / 3;',
    "const page = <p title='a'>Don't {count} and/or</p>;",
    'const end = "last";',
  ].join('\n');
  const tokens = tokenise(source);
  assert.equal(tokens.at(-2)?.text, '"last"');
  assert.equal(tokens.at(-2)?.line, 4);
  assert.deepEqual(
    tokens.filter(({ kind }) => kind === 'regex').map(({ text }) => text),
    ['/[/\'"]\\/}/g'],
  );
});

test('functions are measured by their code lines, with every kind of head', () => {
  const source = [
    'export async function a<T>(x: { y: T }): Promise<{ z: T }> {',
    '  // a comment does not count',
    '',
    '  return await b(x);',
    '}',
    'const c = (x: number): void => {',
    '};',
    'class D { private e(): string | { f: 1 } {',
    '  if (g) { h(); }',
    '} }',
    'const i = j ? k(l) : { m: 1 };',
  ].join('\n');
  assert.deepEqual(
    findFunctions(tokenise(source)).map(({ name, codeLines }) => [name, codeLines]),
    [
      ['a', 3],
      ['c', 2],
      ['e', 3],
    ],
  );
});

test('imports are found in all their forms, type-only ones marked', () => {
  const source = `import a, { type b } from './a.ts'; import './b.css'; import type { c } from 'c';
    export * from './d.ts'; export const from = 'x'; const e = await import('./e.ts'); import.meta.url;
    const all = import.meta.glob(['./f/*.tsx', '!./f/*.test.tsx']);`;
  const tokens = tokenise(source);
  assert.deepEqual(
    findImports(tokens).map(({ specifier, typeOnly }) => [specifier, typeOnly]),
    [
      ['./a.ts', false],
      ['./b.css', false],
      ['c', true],
      ['./d.ts', false],
      ['./e.ts', false],
    ],
  );
  assert.deepEqual(findGlobs(tokens), ['./f/*.tsx', '!./f/*.test.tsx']);
});
