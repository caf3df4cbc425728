import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseSummary, Task } from '#work/contract.ts';
import { groupWork, rolesOf, workItems } from './work-item.ts';

const task = (id: string, caseId: string, dueAt: string | null, role = 'asset-owner') =>
  ({ id, caseId, dueAt, role }) as Task;
const one = (id: string, dueAt: string | null, closedAt: string | null = null) =>
  ({ id, dueAt, closedAt }) as CaseSummary;

test('a case is listed once, by my task in it when there is one, and closed ones not at all', () => {
  const items = workItems(
    [task('t1', 'c1', null)],
    [one('c1', null), one('c2', null), one('c3', null, 'x')],
  );
  assert.deepEqual(
    items.map(({ id }) => id),
    ['t1', 'c2'],
  );
});

test('work stands by due date, most urgent first, and empty groups are left out', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  const items = workItems(
    [
      task('later', 'a', '2027-01-01T00:00:00Z'),
      task('late', 'b', '2026-11-20T00:00:00Z', 'change-manager'),
    ],
    [one('none', null), one('later-too', '2026-12-24T00:00:00Z')],
  );
  const groups = groupWork(items, now).map(({ group, items }) => [
    group,
    items.map(({ id }) => id),
  ]);
  assert.deepEqual(groups, [
    ['overdue', ['late']],
    ['later', ['later-too', 'later']],
    ['none', ['none']],
  ]);
  assert.deepEqual(rolesOf(items), ['asset-owner', 'change-manager']);
});
