import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordPatterns } from './search-words.ts';

test('every word is looked for by itself, and signs of patterns stand for themselves', () => {
  assert.deepEqual(wordPatterns('  openssl  DSA-5343 '), ['%openssl%', '%DSA-5343%']);
  assert.deepEqual(wordPatterns('50%_\\'), ['%50\\%\\_\\\\%']);
  assert.deepEqual(wordPatterns(' '), []);
  assert.equal(wordPatterns('a '.repeat(40)).length, 8);
});
