import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withEntry, withModule, withoutEntry, withTexts } from './edit-source.ts';

test('an entry is put at the end of its list, whatever is nested in it', () => {
  assert.equal(withEntry('f([a, g([b])]) + h([c])', 'f([', 'd'), 'f([a, g([b]), d]) + h([c])');
  assert.equal(withEntry('const x = f([\n  a,\n]);', 'f([', 'b'), 'const x = f([\n  a, b]);');
  assert.equal(withEntry('f([])', 'f([', 'a'), 'f([ a])');
  assert.equal(withEntry('g([])', 'f([', 'a'), null);
});

test('an area without the list gets one, and a mapped list takes the register itself', () => {
  assert.equal(
    withModule('export const x: AreaModule = { reactions: [r] };', 'registers', '{ register: a }'),
    'export const x: AreaModule = { registers: [{ register: a }], reactions: [r] };',
  );
  assert.equal(
    withModule('{ registers: [a].map((r) => r) }', 'registers', '{ register: b }', 'b'),
    '{ registers: [a, b].map((r) => r) }',
  );
  assert.equal(withModule('export const x = 1;', 'registers', 'a'), null);
});

test('texts stay in the order that they have', () => {
  assert.equal(
    withTexts('{"a":"1","c":"3"}', { b: '2' }),
    '{\n  "a": "1",\n  "b": "2",\n  "c": "3"\n}\n',
  );
  assert.equal(
    withTexts('{"c":"3","a":"1"}', { b: '2' }),
    '{\n  "c": "3",\n  "a": "1",\n  "b": "2"\n}\n',
  );
});

test('an entry is taken out together with its import', () => {
  const source =
    "import { aModule } from './a.ts';\nconst x = f([\n  b,\n  { procedures: [aModule] },\n]);\n";
  const entry = '{ procedures: [aModule] }';
  assert.equal(withoutEntry(source, 'aModule', entry), 'const x = f([\n  b,\n]);\n');
  assert.equal(withoutEntry('const x = 1;', 'aModule', entry), null);
});
