import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CalendarEntry } from '#work/calendar/contract.ts';
import { addDays, addMonths, isDay, mondayOf, weekOf, weeksOfMonth } from './days.ts';
import { fitLanes, placeWeek, spanOf } from './place-week.ts';

test('weeks begin on Monday, and are counted as ISO 8601 does', () => {
  assert.equal(mondayOf('2026-11-22'), '2026-11-16');
  assert.equal(mondayOf('2026-11-23'), '2026-11-23');
  for (const [day, week] of [
    ['2026-01-01', 1],
    ['2025-12-29', 1],
    ['2024-12-30', 1],
    ['2021-01-03', 53],
    ['2026-12-31', 53],
    ['2026-11-22', 47],
  ] as const) {
    assert.equal(weekOf(day), week, day);
  }
});

test('a month has the weeks that it touches, and its last day stands for one that it lacks', () => {
  const weeks = weeksOfMonth('2026-11-22');
  assert.equal(weeks.length, 6);
  assert.equal(weeks[0]?.[0], '2026-10-26');
  assert.equal(weeks[5]?.[6], '2026-12-06');
  assert.equal(weeksOfMonth('2027-02-10').length, 4);
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28');
  assert.equal(addMonths('2026-01-31', -2), '2025-11-30');
  assert.equal(addDays('2026-12-31', 1), '2027-01-01');
  assert.ok(isDay('2028-02-29') && !isDay('2026-02-29') && !isDay('2026-2-1') && !isDay(undefined));
});

const entry = (id: string, startsAt: string, endsAt: string | null = null, allDay = false) =>
  ({ id, startsAt, endsAt, allDay }) as CalendarEntry;

test('what ends at midnight does not touch the next day, and whole days touch their last one', () => {
  const night = entry('a', '2026-03-02T22:00:00.000Z', '2026-03-03T00:00:00.000Z');
  assert.deepEqual(spanOf(night), { first: '2026-03-02', last: '2026-03-02' });
  const days = entry('b', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z', true);
  assert.deepEqual(spanOf(days), { first: '2026-03-02', last: '2026-03-03' });
});

test('what lasts keeps its lane through the week, and what has no room is counted', () => {
  const week = ['02', '03', '04', '05', '06', '07', '08'].map((day) => `2026-03-${day}`);
  const lanes = placeWeek(week, [
    entry('early', '2026-03-03T08:00:00.000Z'),
    entry('late', '2026-03-03T18:00:00.000Z'),
    entry('mission', '2026-02-20T00:00:00.000Z', '2026-03-04T00:00:00.000Z', true),
    entry('other', '2026-03-04T00:00:00.000Z', '2026-03-20T00:00:00.000Z', true),
    entry('elsewhere', '2026-03-09T00:00:00.000Z'),
  ]);
  const names = lanes.map((day) => day.map((piece) => piece?.entry.id ?? '-').join(' '));
  assert.deepEqual(names, [
    'mission',
    'mission early late',
    'mission other',
    '- other',
    ...Array(3).fill('- other'),
  ]);
  assert.deepEqual(
    lanes[0]?.map((piece) => [piece?.days, piece?.before, piece?.after]),
    [[3, true, true]],
  );
  assert.deepEqual(
    [lanes[2]?.[0]?.after, lanes[2]?.[1]?.days, lanes[6]?.[1]?.after],
    [false, 5, true],
  );
  assert.deepEqual(fitLanes(lanes[1] ?? [], 3).more, 0);
  const { shown, more } = fitLanes(lanes[1] ?? [], 2);
  assert.deepEqual([shown.length, more], [1, 2]);
});
