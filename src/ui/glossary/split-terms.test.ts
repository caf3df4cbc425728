import assert from 'node:assert/strict';
import { test } from 'node:test';
import { termFinder } from './split-terms.ts';

const spellings = new Map([
  ['NPM', 'NPM'],
  ['DG', 'DG'],
  ['DG TAXUD', 'DG TAXUD'],
  ['chef de projet', 'NPM'],
  ['ISO/IEC', 'ISO/IEC'],
]);
const termsOf = (text: string) =>
  termFinder(spellings)(text).flatMap(({ text: words, term }) =>
    term === null ? [] : [`${words}=${term}`],
  );

test('terms are found as whole words, the longer first, synonyms by their term', () => {
  assert.deepEqual(termsOf('The NPM asks DG TAXUD.'), ['NPM=NPM', 'DG TAXUD=DG TAXUD']);
  assert.deepEqual(termsOf('NPMs, xNPM, NPM-2, npm'), []);
  assert.deepEqual(termsOf('(ISO/IEC 27001)'), ['ISO/IEC=ISO/IEC']);
  assert.deepEqual(termsOf('le chef de projet et le NPM'), ['chef de projet=NPM']);
});

test('nothing of a text is lost, and a text without terms is one piece', () => {
  for (const text of ['', 'No term.', 'NPM', 'NPM and DG, NPM again', '« NPM »']) {
    assert.equal(
      termFinder(spellings)(text)
        .map((piece) => piece.text)
        .join(''),
      text,
    );
  }
  assert.deepEqual(termFinder(new Map())('NPM'), [{ text: 'NPM', term: null }]);
});
