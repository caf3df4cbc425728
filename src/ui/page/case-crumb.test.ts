import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseCrumb } from './case-crumb.ts';

test('a page of a case leads back to it by its reference, and to no case that the reader does not see', () => {
  const titles = { c1: 'EW-2026-0032 FortiOS: heap overflow' };
  assert.deepEqual(caseCrumb('c1', titles), [{ title: 'EW-2026-0032', to: '/cases/c1' }]);
  assert.deepEqual(caseCrumb('c2', titles), []);
  assert.deepEqual(caseCrumb(null, titles), []);
});
