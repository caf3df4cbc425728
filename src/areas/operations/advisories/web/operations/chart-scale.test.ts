import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everyMonth, niceTop, roundDays } from './chart-scale.ts';

test('an axis ends at a number that reads well', () => {
  assert.deepEqual([0, 0.3, 7, 12, 21, 26, 99].map(niceTop), [1, 0.5, 10, 20, 25, 50, 100]);
});

test('months without a fix are gaps, also over the turn of a year', () => {
  const bar = (month: string) => ({ month, fixed: 1, medianDays: 2, p90Days: 3 });
  assert.deepEqual(
    everyMonth([bar('2025-11'), bar('2026-02')]).map(({ month, medianDays }) => [
      month,
      medianDays,
    ]),
    [
      ['2025-11', 2],
      ['2025-12', null],
      ['2026-01', null],
      ['2026-02', 2],
    ],
  );
  assert.deepEqual(everyMonth([]), []);
});

test('days are told with a decimal while they are few', () => {
  assert.deepEqual([0.04, 3.26, 12.6].map(roundDays), [0, 3.3, 13]);
});
