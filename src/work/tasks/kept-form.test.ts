import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fields } from '#engine/fields.ts';
import { formOf, keptForm } from './kept-form.ts';

const form: Fields = {
  outcome: { kind: 'choice', options: ['done', 'not-done'], required: true },
  at: { kind: 'date' },
  steps: { kind: 'rows', fields: { what: { kind: 'text' }, by: { kind: 'text' } } },
};

/** What `jsonb` does to objects: names by length, then by their letters. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return Object.fromEntries(
    names.map((name) => [name, sorted((value as Record<string, unknown>)[name])]),
  );
};

test('a form keeps the order in which it was declared, that of its rows too, where names are sorted', () => {
  const read = formOf(sorted(JSON.parse(JSON.stringify(keptForm(form)))));
  assert.deepEqual(read, form);
  assert.deepEqual(Object.keys(read), ['outcome', 'at', 'steps']);
  const { steps } = read;
  assert.ok(steps?.kind === 'rows');
  assert.deepEqual(Object.keys(steps.fields), ['what', 'by']);
});

test('a form that was kept as an object is read as it stands', () => {
  assert.deepEqual(formOf({ at: { kind: 'date' } }), { at: { kind: 'date' } });
  assert.deepEqual(formOf({}), {});
});
