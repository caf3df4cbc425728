import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillWidths, naturalWidth } from './widths.ts';

test('columns share what is left over, and are never narrower than declared', () => {
  const columns = [{}, { width: '11rem' }, { width: '7rem' }];
  assert.equal(naturalWidth(columns), 40 + 304 + 176 + 112);
  assert.deepEqual(fillWidths(columns, 0), [304, 176, 112]);
  assert.deepEqual(fillWidths(columns, 40 + 592 + 1200), [304 + 912, 176 + 176, 112 + 112]);
});
