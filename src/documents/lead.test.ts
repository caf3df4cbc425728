import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leadOf } from './lead.ts';

const bold = (text: string) => ({ text, bold: true });

test('a paragraph that is bold from end to end heads the next block', () => {
  assert.equal(leadOf([bold('Root causes')]), 'alone');
  assert.equal(leadOf([bold('Item 1: '), bold('Opening')]), 'alone');
});

test('a bold line with text below it is a heading run in', () => {
  assert.equal(leadOf([bold('1.1  LISO'), { lineBreak: true }, 'The LISO approves.']), 'run-in');
});

test('text, and text with a bold word in it, is neither', () => {
  for (const text of [
    'Plain.',
    [],
    ['Of ', bold('three'), ' systems.'],
    [bold('Impact.'), ' Three servers.'],
    [bold('Impact.'), ' Three', { lineBreak: true }, 'servers.'],
    [{ lineBreak: true as const }, bold('Below')],
  ]) {
    assert.equal(leadOf(text as Parameters<typeof leadOf>[0]), null);
  }
});
