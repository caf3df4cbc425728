import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { benchmarkFor, meetsBenchmark, standingOf } from './judge.ts';

describe('judging a configuration', () => {
  it('R-CF-6 keeps apart what complies, what fails and what nobody can tell', () => {
    const standings = (
      ['pass', 'fixed', 'not-applicable', 'fail', 'error', 'unknown'] as const
    ).map((result) => standingOf(result, true));
    assert.deepEqual(standings, [
      'complies',
      'complies',
      'complies',
      'fails',
      'undetermined',
      'undetermined',
    ]);
    assert.equal(standingOf('not-checked', false), 'open');
    assert.equal(standingOf('not-checked', true), 'undetermined');
  });

  it('R-CF-4 compares numbers as numbers, and leaves what it cannot compare to a person', () => {
    assert.equal(meetsBenchmark('at-most', '100', '20'), true);
    assert.equal(meetsBenchmark('at-most', '100', '110'), false);
    assert.equal(meetsBenchmark('at-least', '1.2', '1.3'), true);
    assert.equal(meetsBenchmark('equals', 'No', ' no '), true);
    assert.equal(meetsBenchmark('equals', '10', '10.0'), true);
    assert.equal(meetsBenchmark('one-of', 'TLS 1.2, TLS 1.3', 'tls 1.3'), true);
    assert.equal(meetsBenchmark('one-of', 'TLS 1.2, TLS 1.3', 'SSL 3'), false);
    assert.equal(meetsBenchmark('at-least', 'TLS 1.2', 'TLS 1.3'), null);
    assert.equal(meetsBenchmark('complies', null, 'whatever'), null);
    assert.equal(meetsBenchmark('at-most', '100', null), null);
  });

  it('R-CF-4 takes the line closest to the importance and the environment of the asset', () => {
    const lines = [
      { importance: 'any', environment: 'any', expected: '100' },
      { importance: 'any', environment: 'test', expected: '500' },
      { importance: 'critical', environment: 'any', expected: '50' },
      { importance: 'critical', environment: 'production', expected: '10' },
    ];
    const expected = (importance: string | null, environment: string | null) =>
      benchmarkFor(lines, { importance, environment })?.expected;
    assert.equal(expected('critical', 'production'), '10');
    assert.equal(expected('critical', 'test'), '50');
    assert.equal(expected('standard', 'test'), '500');
    assert.equal(expected(null, null), '100');
    assert.equal(benchmarkFor([], { importance: null, environment: null }), null);
  });
});
