import assert from 'node:assert/strict';
import { test } from 'node:test';
import { referencesOfFields } from './titles.ts';

test('what rows refer to is named, too', () => {
  const references = referencesOfFields(
    {
      owner: { kind: 'reference', to: 'people' },
      submitted: {
        kind: 'rows',
        fields: {
          record: { kind: 'reference', to: 'recommendations' },
          assets: { kind: 'references', to: 'assets' },
        },
      },
      empty: { kind: 'rows', fields: { record: { kind: 'reference', to: 'systems' } } },
    },
    { owner: 'p1', submitted: [{ record: 'r1', assets: ['a1', 'a2'] }, { record: 'r2' }] },
  );
  assert.deepEqual(references.people, ['p1']);
  assert.deepEqual([...(references.others.get('recommendations') ?? [])], ['r1', 'r2']);
  assert.deepEqual([...(references.others.get('assets') ?? [])], ['a1', 'a2']);
  assert.equal(references.others.has('systems'), false);
});
