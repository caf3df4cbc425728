import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textWidth, wrap, wrapEvenly } from './text-width.ts';

test('lines are never wider than asked, or than their longest word where it must stay whole, and no letter is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 25 }), { maxLength: 8 }),
      fc.integer({ min: 60, max: 300 }),
      (words, width) => {
        const text = words.join(' ');
        const longest = Math.max(0, ...text.split(/\s+/).map((word) => textWidth(word)));
        for (const [lines, most] of [
          [wrap(text, width), width],
          [wrapEvenly(text, width), Math.max(width, Math.min(longest, 220))],
        ] as const) {
          for (const line of lines) assert.ok(textWidth(line) <= most, line);
          const plain = (s: string): string => s.replace(/[\s-]+/g, '');
          assert.equal(plain(lines.join('')), plain(text));
        }
      },
    ),
  );
});

test('words stay whole where they fit', () => {
  assert.deepEqual(wrap('Request for change formulated', 100), [
    'Request for',
    'change',
    'formulated',
  ]);
  assert.deepEqual(wrap('', 100), []);
  assert.ok(wrap('Donaudampfschifffahrtsgesellschaft', 80).length > 2);
  assert.deepEqual(wrapEvenly('Recommendations under review', 90), [
    'Recommendations',
    'under review',
  ]);
});
