import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differencesOf } from './differences.ts';

const clause = (number: string, title: string, more: object = {}) => ({
  fields: { part: 'sla', number, title, text: `Text of ${title}.`, position: 1, ...more },
});

test('clauses added, changed and removed are told, those that only moved are not', () => {
  const before = [clause('2.1', 'A'), clause('2.2', 'B', { within: 'PT4H' }), clause('2.3', 'C')];
  const after = [
    clause('2.1', 'A', { position: 7 }),
    clause('2.2', 'B', { within: 'P2D' }),
    clause('2.4', 'D'),
  ];
  assert.deepEqual(
    differencesOf(before, after).map(({ kind, number, fields }) => [kind, number, fields]),
    [
      ['changed', '2.2', [{ name: 'within', before: 'PT4H', after: 'P2D' }]],
      ['added', '2.4', []],
      ['removed', '2.3', []],
    ],
  );
  assert.deepEqual(differencesOf(before, before), []);
});

test('a clause with a new title is the one under its number; one in another part is another clause', () => {
  const before = [clause('2.1', 'A')];
  const [renamed] = differencesOf(before, [clause('2.1', 'Anew')]);
  assert.deepEqual(
    [renamed?.kind, renamed?.fields, renamed?.before, renamed?.after],
    ['changed', [{ name: 'title', before: 'A', after: 'Anew' }], 'Text of A.', 'Text of Anew.'],
  );
  const moved = differencesOf(before, [clause('2.1', 'A', { part: 'plans' })]);
  assert.deepEqual(
    moved.map(({ kind }) => kind),
    ['added', 'removed'],
  );
});
