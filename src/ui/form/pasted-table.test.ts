import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Field } from '#engine/fields.ts';
import { cellsOf, type PastedColumn, rowsOfCells } from './pasted-table.ts';

const column = (
  name: string,
  title: string,
  field: Field,
  options: Readonly<Record<string, string>> = {},
): PastedColumn => ({ name, title, field, options: new Map(Object.entries(options)) });

const columns = [
  column('at', 'At', { kind: 'instant' }),
  column(
    'phase',
    'Phase',
    { kind: 'choice', options: ['detection'] },
    { detection: 'detection', erkennung: 'detection' },
  ),
  column('event', 'Event', { kind: 'text', multiline: true }),
  column('known', 'Known', { kind: 'boolean' }, { yes: 'yes', no: 'no' }),
  column('system', 'System', { kind: 'reference', to: 'systems' }),
  column('day', 'Day', { kind: 'date' }),
];

test('a spreadsheet is pasted in the order of the form, with cells of several lines', () => {
  const text = '2026-11-12 07:12\tErkennung\t"First ""line""\nsecond"\tno\tNCTS\t3.9.2026\n\n';
  const { rows, unread, named } = rowsOfCells(cellsOf(text), columns);
  assert.deepEqual(rows, [
    {
      ...{ at: '2026-11-12T07:12', phase: 'detection', event: 'First "line"\nsecond' },
      ...{ known: false, day: '2026-09-03' },
    },
  ]);
  assert.deepEqual(unread, []);
  assert.deepEqual(
    named.map(({ row, texts, column: { name } }) => [row, name, texts]),
    [[0, 'system', ['NCTS']]],
  );
});

test('columns go by their names where the first row has them, and what names none is told', () => {
  const csv = 'Event;Remark;at\nFirst;x;12.11.2026 09:12+02:00\nSecond;;2026-11-12T08:00:30.5Z\n';
  const { rows, unknown } = rowsOfCells(cellsOf(csv), columns);
  assert.deepEqual(rows, [
    { event: 'First', at: '2026-11-12T07:12' },
    { event: 'Second', at: '2026-11-12T08:00' },
  ]);
  assert.deepEqual(unknown, ['Remark']);
});

test('a cell that means nothing is told and keeps the rest of its row', () => {
  const { rows, unread } = rowsOfCells(cellsOf('soon\tlater\tWords'), columns);
  assert.deepEqual(rows, [{ event: 'Words' }]);
  assert.deepEqual(unread, [
    { row: 1, title: 'At', text: 'soon' },
    { row: 1, title: 'Phase', text: 'later' },
  ]);
});
