import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change } from '#areas/operations/change/procedure.ts';
import { openingFields } from './opening-fields.ts';

test('an opening asks for what is required or asked nowhere else, and leaves the rest to the steps that ask for it', () => {
  const { now, later } = openingFields(change);
  assert.deepEqual(now, ['origin', 'reason', 'dueBy']);
  assert.ok(later.includes('assets') && later.includes('rollbackProcess'), later.join());
  assert.ok(!later.includes('labTest'), 'what the product computes is asked never');
});
