import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requirementCoverage } from '#tools/requirement-coverage.ts';

test('a requirement is met by a passing test of its name, unless another of its name failed', () => {
  const file = 'a.test.ts';
  // Ids of no document: a title here must not count as coverage of a real one.
  const ids = ['R-AA-1', 'R-AA-2', 'R-AA-3', 'R-AA-4'];
  const coverage = requirementCoverage(
    ids,
    [
      { name: 'case › R-AA-1 and R-AA-2 are kept', file, outcome: 'passed' },
      { name: 'R-AA-2 is refused', file, outcome: 'failed' },
      { name: 'R-AA-3 somewhere else', file, outcome: 'skipped' },
      { name: 'R-AA-11 is another id', file, outcome: 'passed' },
    ],
    ['R-AA-1', 'R-AA-3', 'R-AA-4'],
  );
  assert.deepEqual([...coverage.met.keys()], ['R-AA-1']);
  assert.deepEqual(coverage.unmet, ['R-AA-2', 'R-AA-3', 'R-AA-4']);
  assert.deepEqual(coverage.newlyMet, ['R-AA-1']);
  assert.deepEqual(coverage.lost, ['R-AA-2']);
});
