import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalText } from './refusal-text.ts';

test('a refusal is told in words, with its rule for scripts and its clause', () => {
  const guard = { rule: 'guard', name: 'nothing-is-affected', clause: 'X.1052 §12.2.1 b' } as const;
  const words = refusalText(guard, 'procedure.early-warning');
  assert.match(
    words,
    /^Assets are affected\..* \(guard, nothing-is-affected, X\.1052 §12\.2\.1 b\)$/,
  );
  assert.match(
    refusalText({ rule: 'wrong-state', name: 'judge' }, 'procedure.early-warning'),
    / \(wrong-state, judge\)$/,
  );
  assert.doesNotMatch(refusalText({ rule: 'wrong-state' }, 'procedure.early-warning'), /undefined/);
});
