import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordIn } from './use-based-on.ts';

test('a record is found by its id in whichever list holds it', () => {
  const fields = { text: 'as it stands' };
  const lists = [
    [['list', 'a'], { items: [{ id: 'other', fields: {} }] }],
    [['list', 'b'], { pages: [] }],
    [['list', 'c'], { items: [{ id: 'it', fields }] }],
  ] as const;
  assert.equal(recordIn(lists, 'redraft-clause/it'), fields);
  assert.equal(recordIn(lists, 'it'), fields);
  assert.equal(recordIn(lists, 'new-3'), null);
});
