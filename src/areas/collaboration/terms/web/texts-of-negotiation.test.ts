import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textsOf, usualPair } from './texts-of-negotiation.ts';

const clauses = [{ fields: { number: '1.1' } }];
const handedOut = (revision: number, textDigest: string) => ({
  id: `revision-${revision}`,
  fields: { revision, textDigest, handedOutAt: '2026-03-02T08:00:00.000Z', clauses: [] },
});

test('the text handed out before the present one is compared with it', () => {
  const texts = textsOf([handedOut(2, 'b'), handedOut(1, 'a')], { clauses, textDigest: 'b' });
  assert.deepEqual(
    texts.map(({ key, present }) => [key, present]),
    [
      ['revision-1', false],
      ['revision-2', true],
    ],
  );
  const pair = usualPair(texts);
  assert.deepEqual([pair?.before.revision, pair?.after.revision], [1, 2]);
});

test('a draft that differs from what was handed out is a text of its own', () => {
  const texts = textsOf([handedOut(1, 'a')], { clauses, textDigest: 'b' });
  assert.deepEqual(
    texts.map(({ revision, present }) => [revision, present]),
    [
      [1, false],
      [null, true],
    ],
  );
  assert.deepEqual(usualPair(texts)?.after.clauses, clauses);
});

test('one text alone has nothing to be compared with', () => {
  assert.equal(usualPair(textsOf([], { clauses, textDigest: 'a' })), null);
  assert.equal(usualPair(textsOf([handedOut(1, 'a')], { clauses, textDigest: 'a' })), null);
});
