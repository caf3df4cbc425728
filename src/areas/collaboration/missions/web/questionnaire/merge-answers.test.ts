import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answersOf, mergeAnswers, sameAnswers } from './merge-answers.ts';

const of = (...values: string[]) =>
  answersOf(values.map((value, index) => ({ number: index + 1, value })));

describe('answers that two people type at once', () => {
  it('keep mine where I typed and theirs where they did', () => {
    const merged = mergeAnswers(of('a', 'b', 'c'), of('a', 'theirs', 'c'), of('mine', 'b', 'c'));
    assert.ok(sameAnswers(merged, of('mine', 'theirs', 'c')));
  });
  it('keep mine where both typed, and what I emptied empty', () => {
    assert.equal(mergeAnswers(of('a'), of('theirs'), of('mine')).get(1)?.value, 'mine');
    assert.equal(mergeAnswers(of('a'), of('a'), of('')).get(1)?.value, '');
  });
  it('are the same when only empty ones differ', () => {
    assert.ok(sameAnswers(of('a', ''), of('a')));
  });
});
