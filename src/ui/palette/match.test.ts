import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distance, matches } from './match.ts';

test('each word typed begins a word, whatever its accents and case', () => {
  assert.equal(matches('Gestion des règles', 'REG ges'), true);
  assert.equal(matches('Gestion des règles', 'egl'), false);
  assert.equal(matches('Change management', ''), true);
  assert.equal(matches('Early-warning', 'warn'), true);
});

test('what is called as typed stands before what only mentions it', () => {
  const titles = ['Periodic check of assets', 'Classification schemes', 'Asset surveys', 'Assets'];
  const near = titles.toSorted((a, b) => distance(a, 'assets') - distance(b, 'assets'));
  assert.deepEqual(near.slice(0, 2), ['Assets', 'Periodic check of assets']);
  assert.ok(distance('Asset surveys', 'asset') < distance('Periodic check of assets', 'asset'));
});
