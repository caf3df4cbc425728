import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenScopes, withoutCovered } from './token-scopes.ts';

test('each register and each part of the work can be read, or read and changed', () => {
  const values = tokenScopes([{ id: 'assets' }]).map(({ value }) => value);
  for (const value of ['cases:read', 'cases:*', 'assets:read', 'assets:*']) {
    assert.ok(values.includes(value), value);
  }
});

test('reading is not named beside everything of the same thing', () => {
  assert.deepEqual(withoutCovered(['assets:read', 'assets:*', 'cases:read']), [
    'assets:*',
    'cases:read',
  ]);
});
