import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change } from './fixtures/change.ts';
import { openingFields } from './opening-fields.ts';

test('an opening asks for what is required or asked nowhere else, and leaves the rest to the steps that ask for it', () => {
  const reference = { kind: 'text' } as const;
  const fields = { ...change.fields, reference, number: { ...reference, computed: true } };
  const { now, later } = openingFields({ ...change, fields });
  assert.deepEqual(now, ['purpose', 'reference']);
  assert.deepEqual(later, ['impact', 'window', 'plan', 'reviewDays', 'effective']);
});
