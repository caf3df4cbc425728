import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Register } from '#engine/register.ts';
import type { RecordView } from '#work/contract.ts';
import { recordColumns } from './export-rows.ts';

const register = {
  id: 'things',
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text' },
    owner: { kind: 'reference', to: 'people' },
    value: { kind: 'integer' },
    checkedAt: { kind: 'instant' },
  },
} as unknown as Register;
const item = {
  id: 'r1',
  ownerId: 'o1',
  fields: { name: '=1', owner: 'p1', value: 5, checkedAt: '2026-03-01T10:00:00.000Z' },
  createdAt: '2026-03-02T10:00:00.000Z',
  updatedAt: '2026-03-02T10:00:00.000Z',
} as unknown as RecordView;
const titles = { o1: 'Nordvik', p1: 'Elin' };

test('an export has every head once, numbers and moments as such, and names for what is referred to', () => {
  const columns = recordColumns(register, undefined);
  const heads = columns.map(({ head }) => head);
  assert.equal(new Set(heads).size, heads.length);
  const row = Object.fromEntries(columns.map(({ head, cell }) => [head, cell(item, titles)]));
  assert.equal(row['organisation'], 'Nordvik');
  assert.equal(row['owner'], 'Elin');
  assert.equal(row['value'], 5);
  assert.deepEqual(row['checkedAt'], new Date('2026-03-01T10:00:00.000Z'));
  const empty = { ...item, fields: {} };
  assert.deepEqual(
    columns.slice(4, 8).map(({ cell }) => cell(empty, titles)),
    ['', '', '', ''],
  );
});
