import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Figures, isMet, missedBy, percentile, tableOf } from './figures.ts';
import { randomOf } from './seeded.ts';

test('a percentile is a value that was measured', () => {
  assert.equal(percentile([3, 1, 2], 0.5), 2);
  assert.equal(percentile([1, 2, 3, 4], 0.95), 4);
  assert.equal(percentile([], 0.5), 0);
});

test('a figure says whether its target is met and by how much it is missed', () => {
  const figures = new Figures('sample');
  figures.add('rate', 50, 'reads/s', { least: 100 });
  figures.add('time', 80, 'ms', { most: 100 });
  figures.add('rows', 12, 'rows');
  const [rate, time, rows] = figures.all;
  assert.ok(rate !== undefined && time !== undefined && rows !== undefined);
  assert.deepEqual([isMet(rate), isMet(time), isMet(rows)], [false, true, null]);
  assert.equal(missedBy(rate), 0.5);
  assert.ok(Math.abs((missedBy(time) ?? 0) + 0.2) < 1e-9);
  assert.match(tableOf(figures.all), /rate +50 reads\/s +>= 100 +MISSED by 50 %/);
  assert.match(tableOf(figures.all), /time +80 ms +<= 100 +met, 20 % to spare/);
});

test('times give their percentiles, one of them with the target', () => {
  const figures = new Figures('sample');
  figures.times('read', [1, 2, 3], { at: 95, most: 2 });
  assert.deepEqual(
    figures.all.map(({ name, value, target }) => [name, value, target]),
    [
      ['read, median', 2, null],
      ['read, p95', 3, { most: 2 }],
      ['read, p99', 3, null],
    ],
  );
});

test('random numbers follow from their seed', () => {
  const [one, same, other] = [randomOf(1), randomOf(1), randomOf(2)];
  const drawn = Array.from({ length: 5 }, one);
  assert.deepEqual(drawn, Array.from({ length: 5 }, same));
  assert.notDeepEqual(drawn, Array.from({ length: 5 }, other));
  assert.ok(drawn.every((value) => value >= 0 && value < 1));
});
