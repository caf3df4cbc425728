import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refused } from './refused.ts';

test('a form is refused with what is wrong about each field, in plain words', () => {
  const form = (name: string, detail: unknown) =>
    ({ rule: 'form', name, detail, clause: 'X.1052 §12.2.4 a' }) as never;
  const error = refused('change', 'formulate', [
    form('origin', { message: 'Invalid input: expected string, received undefined' }),
    form('reason', { message: 'must not be empty' }),
    form('', undefined),
  ]);
  assert.equal(error.status, 422);
  assert.deepEqual(
    error.faults.map(({ path, message }) => [path, message]),
    [
      ['/fields/origin', 'is missing (expected: string)'],
      ['/fields/reason', 'must not be empty'],
      ['/fields/', 'This value is not allowed.'],
    ],
  );
});

test('a guard that judges one field is placed at it by its name, and stays a refusal of the procedure', () => {
  const guard = (name: string, detail?: unknown) =>
    ({ rule: 'guard', name, detail, clause: 'Security Plan §6.4.1' }) as never;
  const error = refused('incident-coordination', 'add-event', [
    guard('zone-is-known', { field: 'zone' }),
    guard('lessons-are-recorded'),
  ]);
  assert.equal(error.status, 409);
  assert.deepEqual(
    error.faults.map(({ path, code }) => [path, code]),
    [['/fields/zone', 'zone-is-known']],
  );
});
