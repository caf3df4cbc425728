import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches } from './match.ts';

test('each word typed begins a word, whatever its accents and case', () => {
  assert.equal(matches('Gestion des règles', 'REG ges'), true);
  assert.equal(matches('Gestion des règles', 'egl'), false);
  assert.equal(matches('Change management', ''), true);
  assert.equal(matches('Early-warning', 'warn'), true);
});
