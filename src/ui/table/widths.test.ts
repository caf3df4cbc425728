import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillWidths, naturalWidth, withWhole } from './widths.ts';

test('columns share what is left over, and are never narrower than declared', () => {
  const columns = [{}, { width: '11rem' }, { width: '7rem' }];
  assert.equal(naturalWidth(columns), 40 + 304 + 176 + 112);
  assert.deepEqual(fillWidths(columns, 0), [304, 176, 112]);
  assert.deepEqual(fillWidths(columns, 40 + 592 + 1200), [304 + 912, 176 + 176, 112 + 112]);
});

test('a column that is never cut is as wide as its longest text and its padding, in however little room', () => {
  const columns = [{}, { width: '7rem', whole: (row: string) => row }, { width: '5rem' }];
  const measure = (texts: readonly string[]) =>
    Math.max(...texts.map(({ length }) => length * 8.5));
  const measured = withWhole(columns, ['MTG-2026-0001', 'MTG-2026-10001'], measure);
  assert.deepEqual(fillWidths(measured, 0), [304, 14 * 8.5 + 25, 80]);
  const short = withWhole(columns, ['EW-1'], measure);
  assert.deepEqual(fillWidths(short, 0), [304, 112, 80]);
});
