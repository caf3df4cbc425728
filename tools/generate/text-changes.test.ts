import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textChanges } from './text-changes.ts';

const needed = new Set(['procedure.a.title', 'procedure.a.state.new', 'procedure.a.action.do']);

test('missing texts are empty, in the order of the definition; what belongs to nothing goes, what is optional stays', () => {
  const before = {
    'procedure.a.title': 'A',
    'procedure.a.state.old': 'Old',
    'procedure.a.action.do.consequence': 'It is done.',
    'page.a': 'Page',
  };
  const missing = ['procedure.a.state.new', 'procedure.a.action.do'];
  assert.deepEqual(textChanges(before, missing, needed, ['procedure.a']), {
    texts: {
      'procedure.a.title': 'A',
      'procedure.a.state.new': '',
      'procedure.a.action.do': '',
      'procedure.a.action.do.consequence': 'It is done.',
      'page.a': 'Page',
    },
    added: missing,
    removed: ['procedure.a.state.old'],
  });
});

test('nothing that stood in an order of its own moves for what is missing', () => {
  const before = { 'procedure.a.title': 'A', 'page.a': 'Page', 'procedure.a.action.do': 'Do' };
  const { texts } = textChanges(before, ['procedure.a.state.new'], needed, ['procedure.a']);
  assert.deepEqual(Object.keys(texts), [
    ...['procedure.a.title', 'procedure.a.state.new', 'page.a', 'procedure.a.action.do'],
  ]);
});

test('texts in alphabetical order stay so', () => {
  const before = { 'procedure.a.action.do': 'Do', 'procedure.a.title': 'A' };
  const { texts } = textChanges(before, ['procedure.a.state.new'], needed, ['procedure.a']);
  assert.deepEqual(Object.keys(texts), [
    'procedure.a.action.do',
    'procedure.a.state.new',
    'procedure.a.title',
  ]);
});
