import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isId, newId } from './ids.ts';

test('new ids are UUIDv7, all different, and in the order in which they were made', () => {
  const ids = Array.from({ length: 20_000 }, newId);
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.every((id) => isId(id) && /^.{14}7.{4}[89ab]/.test(id)));
});
