import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fittedColumns } from './column-widths.ts';
import type { Table } from './model.ts';

const columns = [
  { head: 'Meeting', width: 15 },
  { head: 'Action point', width: 40 },
  { head: 'Due', width: 8 },
];
const table = (...rows: Table['rows']): Table => ({ kind: 'table', caption: 'x', columns, rows });
const widths = (fitted: readonly { width: number }[]) => {
  const total = fitted.reduce((all, { width }) => all + width, 0);
  return fitted.map(({ width }) => (width / total) * 162);
};

test('a column of dates and one of references are as wide as what stands in them', () => {
  const [meeting = 0, point = 0, due = 0] = widths(
    fittedColumns(table(['MTG-2026-0001', 'Renew the certificates', '31/01/2098'])),
  );
  assert.ok(meeting > 24, String(meeting));
  assert.ok(due > 19 && due < 24, String(due));
  assert.ok(point > 80, String(point));
});

test('a table whose columns are wide enough keeps them', () => {
  assert.deepEqual(fittedColumns(table(['M-1', 'Renew', 'now'])), columns);
});

test('a table without room to spare, or with words longer than any column, keeps what it was given', () => {
  const crowded = Array.from({ length: 14 }, () => ({ head: 'Confidentiality', width: 1 }));
  assert.deepEqual(fittedColumns({ columns: crowded, rows: [] }), crowded);
  const digest = 'e14cc7a99ad1d1c45ebad32dc3b66ae0cb98f0923b60b5e4a83210bb264e200'.repeat(2);
  assert.deepEqual(fittedColumns(table(['M-1', 'Renew', [{ text: digest, code: true }]])), columns);
});
