import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOfChange } from './words-of-change.ts';

const marked = (runs: readonly { text: string; changed: boolean }[]) =>
  runs.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('');

test('words that stand in one text only are marked, the others and their spaces are not', () => {
  const { before, after } = wordsOfChange(
    'Evidence is given within four hours.',
    'Evidence that waits is given within two days.',
  );
  assert.equal(marked(before), 'Evidence is given within [four] [hours].');
  assert.equal(marked(after), 'Evidence [that waits ]is given within [two] [days].');
});

test('a text that is added or removed is marked as a whole, one that stays not at all', () => {
  assert.deepEqual(wordsOfChange('', 'Two words'), {
    before: [],
    after: [{ text: 'Two words', changed: true }],
  });
  assert.deepEqual(wordsOfChange('Same.', 'Same.').after, [{ text: 'Same.', changed: false }]);
});

test('texts with too little in common are shown as wholly different, long ones that hardly differ are not', () => {
  const long = 'word and '.repeat(1500);
  const other = Array.from({ length: 1500 }, (_, n) => `term${n} or `).join('');
  const { before, after } = wordsOfChange(long, other);
  assert.deepEqual([before.length, before[0]?.changed, after[0]?.changed], [1, true, true]);
  const grown = wordsOfChange(long, `${long}more`);
  assert.deepEqual(grown.after, [
    { text: long, changed: false },
    { text: 'more', changed: true },
  ]);
});
