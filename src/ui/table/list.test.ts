import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Register } from '#engine/register.ts';
import { gridMove } from './grid-keys.ts';
import {
  columnsOf,
  exportParameters,
  filterableOf,
  listParameters,
  listState,
  nextSort,
  parseSearch,
  stringifySearch,
  withSearch,
} from './list-search.ts';

const register: Register = {
  id: 'assets',
  table: 'asset',
  area: 'assets',
  clause: 'X.1052 §10',
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, list: true },
    kind: { kind: 'choice', options: ['host'], list: true, filter: true },
    note: { kind: 'text', multiline: true },
    parts: { kind: 'rows', fields: {} },
  },
  lifeCycle: { initial: 'a', states: { a: { kind: 'active' } }, actions: {} },
  access: { read: [], create: [], update: [], delete: [] },
  defaultSort: 'name',
  retention: 'keep',
};

test('filters live in the address, and unknown ones are left out', () => {
  const search = parseSearch('?q=srv&kind=host&nonsense=1&state=&sort=-name&columns=kind,note');
  const state = listState(search, filterableOf(register), 'name');
  assert.deepEqual(state, {
    q: 'srv',
    sort: '-name',
    filters: { kind: 'host' },
    columns: ['kind', 'note'],
  });
  assert.deepEqual(listParameters(state), { kind: 'host', q: 'srv', sort: '-name' });
  assert.equal(exportParameters('assets', state).columns, 'kind,note');
});

test('a parameter is changed or taken away without touching the others', () => {
  const next = withSearch({ q: 'a', kind: 'host' }, { kind: undefined, sort: 'name' });
  assert.deepEqual(next, { q: 'a', sort: 'name' });
  assert.equal(stringifySearch(next), '?q=a&sort=name');
  assert.equal(stringifySearch({ peek: undefined }), '');
  assert.deepEqual(parseSearch(stringifySearch({ q: 'a b&c' })), { q: 'a b&c' });
});

test('a head sorts up, down, and back to the declared order', () => {
  assert.equal(nextSort('name', 'kind', 'name'), 'kind');
  assert.equal(nextSort('kind', 'kind', 'name'), '-kind');
  assert.equal(nextSort('-kind', 'kind', 'name'), undefined);
  assert.equal(nextSort('-at', 'at', '-at'), 'at');
});

test('the declared columns are shown first, and rows of rows never', () => {
  const { shown, all } = columnsOf(register);
  assert.deepEqual(shown, ['state', 'kind']);
  assert.deepEqual(all, ['state', 'kind', 'ownerId', 'updatedAt', 'createdAt', 'note']);
  assert.deepEqual([...filterableOf(register)], ['state', 'kind', 'ownerId']);
});

test('keys move within the list and never past its ends', () => {
  const press = (key: string, shiftKey = false, ctrlKey = false) => ({
    key,
    shiftKey,
    ctrlKey,
    metaKey: false,
  });
  assert.deepEqual(gridMove(press('ArrowDown'), 4, 5), { kind: 'row', row: 4, extend: false });
  assert.deepEqual(gridMove(press('ArrowUp', true), 4, 5), { kind: 'row', row: 3, extend: true });
  assert.deepEqual(gridMove(press('End'), 0, 50), { kind: 'row', row: 49, extend: false });
  assert.deepEqual(gridMove(press('PageDown'), 0, 50), { kind: 'row', row: 15, extend: false });
  assert.deepEqual(gridMove(press(' '), 0, 5), { kind: 'peek' });
  assert.deepEqual(gridMove(press('a', false, true), 0, 5), { kind: 'select-all' });
  assert.equal(gridMove(press('k', false, true), 0, 5), null);
  assert.equal(gridMove(press('Tab'), 0, 5), null);
  assert.equal(gridMove(press('ArrowDown'), 0, 0), null);
});
