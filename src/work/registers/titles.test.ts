import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#kernel/database/ids.ts';
import { referencesOfFields } from './titles.ts';

const [p1, r1, r2, a1, a2] = [newId(), newId(), newId(), newId(), newId()];

test('what rows refer to is named, too, and what is no id is passed over', () => {
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
    {
      owner: p1,
      submitted: [{ record: r1, assets: [a1, a2] }, { record: r2 }, { record: 'gone' }],
    },
  );
  assert.deepEqual(references.people, [p1]);
  assert.deepEqual([...(references.others.get('recommendations') ?? [])], [r1, r2]);
  assert.deepEqual([...(references.others.get('assets') ?? [])], [a1, a2]);
  assert.equal(references.others.has('systems'), false);
});
