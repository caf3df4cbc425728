import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceOf, endOfDay, startOfDay } from './account-words.ts';

test('a device is told by browser and system, and an unknown one as it said', () => {
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0';
  assert.equal(deviceOf(edge), 'Edge, Windows');
  assert.equal(deviceOf('curl/8.5.0'), 'curl');
  assert.equal(deviceOf('node'), 'node');
  assert.equal(deviceOf(''), '');
});

test('days count from their beginning to their end', () => {
  assert.equal(startOfDay('2026-11-22'), '2026-11-22T00:00:00.000Z');
  assert.equal(endOfDay('2026-11-22'), '2026-11-22T23:59:59.000Z');
  assert.equal(endOfDay(''), undefined);
});
