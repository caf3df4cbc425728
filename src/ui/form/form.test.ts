import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fields } from '#engine/fields.ts';
import { reconciled, withTheirs } from './conflict.ts';
import { draftKey, dropDraft, keepDraft, readDraft, restore } from './draft.ts';
import { byPath, faultsOf, faultsOfProblem } from './form-faults.ts';
import {
  askedInputs,
  changedInput,
  parseNumber,
  startValues,
  toInput,
  withoutNulls,
} from './form-values.ts';

const fields: Fields = {
  name: { kind: 'text', required: true, max: 5, pattern: '^[a-z]+$' },
  cost: { kind: 'decimal', min: 0, max: 10 },
  count: { kind: 'integer' },
  from: { kind: 'instant' },
  day: { kind: 'date' },
  kind: { kind: 'choice', options: ['a', 'b'], required: true },
  tags: { kind: 'tags' },
  steps: { kind: 'rows', min: 1, max: 2, fields: { what: { kind: 'text', required: true } } },
  score: { kind: 'integer', computed: true },
};

test('a form starts with the record, and what is empty travels as null', () => {
  const start = startValues(fields, {
    name: 'x',
    cost: 1.5,
    from: '2026-11-22T10:00:00.000Z',
    score: 3,
  });
  assert.equal(start.cost, '1.5');
  assert.equal(start.from, '2026-11-22T10:00');
  assert.equal('score' in start, false);
  assert.deepEqual(toInput(fields, start), {
    name: 'x',
    cost: 1.5,
    count: null,
    from: '2026-11-22T10:00:00.000Z',
    day: null,
    kind: null,
    tags: null,
    steps: [{}],
  });
});

test('a change sends only what differs, and clears with null', () => {
  const stored = { name: 'x', cost: 1, tags: ['t'] };
  const start = startValues(fields, stored);
  assert.deepEqual(changedInput(fields, stored, start), {});
  assert.deepEqual(changedInput(fields, stored, { ...start, cost: '', tags: ['t', 'u'] }), {
    cost: null,
    tags: ['t', 'u'],
  });
  assert.deepEqual(withoutNulls({ a: null, b: 0, c: false }), { b: 0, c: false });
});

test('numbers are read as people write them', () => {
  assert.equal(parseNumber('1 234,5'), 1234.5);
  assert.equal(parseNumber("1'234.5"), 1234.5);
  assert.ok(Number.isNaN(parseNumber('12a')));
  assert.ok(Number.isNaN(parseNumber('1.2.3')));
});

test('faults stand at their field, rows included', () => {
  const faults = faultsOf(fields, {
    name: 'ABCDEFG',
    cost: '11',
    count: '1,5',
    day: '22.11.2026',
    kind: '',
    steps: [{ what: '' }],
  });
  const keys = Object.fromEntries(faults.map((fault) => [fault.path, fault.key]));
  assert.deepEqual(keys, {
    name: 'fault.too-long',
    cost: 'fault.max',
    count: 'fault.integer',
    day: 'fault.date',
    kind: 'fault.required.choose',
    'steps.0.what': 'fault.required.enter',
  });
  assert.equal(
    byPath([...faults, { path: 'name', message: 'second' }]).get('name')?.key,
    'fault.too-long',
  );
});

test('what the server refuses is placed at the same fields', () => {
  const faults = faultsOfProblem({
    type: '',
    title: '',
    status: 422,
    code: 'invalid',
    faults: [
      { path: 'fields.name', code: 'x', message: 'taken' },
      { path: '/fields/steps/0/what', code: 'x', message: 'empty' },
      { path: '/fields/kind', code: 'kind-is-known', message: 'not allowed' },
    ],
    refusals: [
      { rule: 'form', name: 'cost', clause: 'c' },
      { rule: 'role', clause: 'c' },
      { rule: 'guard', name: 'kind-is-known', clause: 'c' },
    ],
  });
  assert.deepEqual(
    faults.map((fault) => fault.path),
    ['name', 'steps.0.what', 'kind', 'cost'],
  );
  const { guard, message } = byPath(faults).get('kind') ?? {};
  assert.deepEqual([guard, message], ['kind-is-known', undefined], 'in the words of the guard');
});

function memory() {
  const map = new Map<string, string>();
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
    map,
  };
}

test('what is typed is kept until it is sent, and nothing is kept of an untouched form', () => {
  const store = memory();
  const key = draftKey('p1', 'cases/new/change');
  const start = { name: '', cost: '' };
  keepDraft(store, key, { at: 'now', version: 3, values: { name: 'typed', cost: '' } }, start);
  const draft = readDraft(store, key);
  assert.equal(draft?.version, 3);
  assert.deepEqual(restore(start, draft!), { name: 'typed', cost: '' });
  keepDraft(store, key, { at: 'now', version: 3, values: start }, start);
  assert.equal(store.map.size, 0);
  store.setItem(key, '{"broken');
  assert.equal(readDraft(store, key), null);
  store.setItem(key, '{"at":"now","values":null}');
  assert.equal(readDraft(store, key), null);
  dropDraft(store, key);
  assert.equal(store.map.size, 0);
});

test('a store that refuses does not break the form', () => {
  const refuse = () => {
    throw new Error('quota');
  };
  const store = { getItem: refuse, setItem: refuse, removeItem: refuse };
  keepDraft(store, 'k', { at: '', version: null, values: { a: 1 } }, {});
  dropDraft(store, 'k');
  assert.equal(readDraft(store, 'k'), null);
});

test('a change by another person keeps mine and names what both changed', () => {
  const texts: Fields = { a: { kind: 'text' }, b: { kind: 'text' }, c: { kind: 'text' } };
  const base = { a: '1', b: '1', c: '1' };
  const current = { a: '2', b: '2', c: '1' };
  const { values, conflicts } = reconciled(texts, base, current, { a: '3', b: '1', c: '3' });
  assert.deepEqual(values, { a: '3', b: '2', c: '3' });
  assert.deepEqual(conflicts, [{ field: 'a', theirs: '2', mine: '3', byName: null, at: null }]);
  const [conflict] = conflicts;
  assert.ok(conflict !== undefined);
  assert.deepEqual(withTheirs(values, conflict), { a: '2', b: '2', c: '3' });
});

test('of a list each row is told apart, and theirs is taken for one row alone', () => {
  const lists: Fields = {
    steps: {
      kind: 'rows',
      of: 'steps',
      fields: { what: { kind: 'text' }, n: { kind: 'integer' } },
    },
  };
  const row = (id: string, what: string) => ({ id, what, n: 1 });
  const shown = (id: string, what: string) => ({ id, what, n: '1' });
  const { values, conflicts } = reconciled(
    lists,
    { steps: [row('a', 'one'), row('b', 'two')] },
    { steps: [row('a', 'ONE'), row('b', 'TWO'), row('t', 'theirs')] },
    { steps: [shown('a', 'first'), { what: 'mine', n: '' }] },
    [
      {
        ...{ field: 'steps', theirs: [], mine: [], by: null, byName: 'Ada', at: null },
        rows: [{ id: 'a', theirs: {}, mine: {}, fields: [], by: null, byName: 'Ada', at: null }],
      },
    ],
  );
  assert.deepEqual(values['steps'], [
    shown('a', 'first'),
    shown('b', 'TWO'),
    shown('t', 'theirs'),
    { what: 'mine', n: '' },
  ]);
  const [conflict] = conflicts;
  assert.ok(conflict !== undefined);
  const [both, taken] = conflict.rows ?? [];
  assert.equal(both?.byName, 'Ada');
  assert.deepEqual(withTheirs(values, conflict, both)['steps'], [
    shown('a', 'ONE'),
    shown('b', 'TWO'),
    shown('t', 'theirs'),
    { what: 'mine', n: '' },
  ]);
  assert.equal(taken?.mine, null);
  assert.deepEqual(
    (withTheirs(values, conflict, taken)['steps'] as { id?: string }[]).map(({ id }) => id),
    ['a', 't', undefined],
  );
});

test('what hangs on a choice is asked for and sent only while that choice is made, rows and all', () => {
  const hanging: Fields = {
    kind: { kind: 'choice', options: ['contact', 'deadline'] },
    hours: {
      kind: 'choice',
      options: ['office', 'always'],
      when: { field: 'kind', is: ['contact'] },
    },
    opens: { kind: 'text', pattern: '^[0-9]$', when: { field: 'hours', is: ['office'] } },
    within: { kind: 'duration', when: { field: 'kind', is: ['deadline', 'contact'] } },
  };
  const names = (values: object) => askedInputs(hanging, { ...values }).map(([name]) => name);
  const typed = { kind: 'contact', hours: 'office', opens: 'late', within: 'P2D' };
  assert.deepEqual(names({}), ['kind']);
  assert.deepEqual(names(typed), ['kind', 'hours', 'opens', 'within']);
  // What it hangs on is asked for no more, so that it is not either, whatever was typed.
  assert.deepEqual(names({ ...typed, kind: 'deadline' }), ['kind', 'within']);
  assert.deepEqual(toInput(hanging, { ...typed, kind: 'deadline' }), {
    ...{ kind: 'deadline', hours: null, opens: null, within: 'P2D' },
  });
  assert.deepEqual(
    faultsOf(hanging, typed).map(({ path }) => path),
    ['opens'],
  );
  assert.deepEqual(faultsOf(hanging, { ...typed, kind: 'deadline' }), []);
  const rows: Fields = { rules: { kind: 'rows', fields: hanging } };
  assert.deepEqual(toInput(rows, { rules: [{ ...typed, kind: 'deadline' }] }), {
    rules: [{ kind: 'deadline', within: 'P2D' }],
  });
});
