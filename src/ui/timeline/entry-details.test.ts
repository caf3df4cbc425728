import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionOf, changesOf, commentOf, movedOf } from './entry-details.ts';

test('an entry tells its comment, its move and its changes', () => {
  const details = {
    comment: 'Tested on the pilot.',
    from: 'planned',
    to: 'lab-passed',
    before: { risk: 'low', note: null },
    after: { risk: 'high', note: 'new' },
  };
  assert.equal(commentOf({ details }), 'Tested on the pilot.');
  assert.deepEqual(movedOf({ details }), { from: 'planned', to: 'lab-passed' });
  assert.deepEqual(changesOf({ details }), [
    { field: 'risk', before: 'low', after: 'high' },
    { field: 'note', before: undefined, after: 'new' },
  ]);
});

test('an entry whose details were erased still has a line', () => {
  assert.equal(commentOf({ details: null }), null);
  assert.equal(movedOf({ details: { from: 'a', to: 'a' } }), null);
  assert.deepEqual(changesOf({ details: null }), []);
  assert.deepEqual(changesOf({ details: { form: ['x'] } }), []);
  assert.equal(actionOf({ action: 'change.authorise' }), 'authorise');
});
