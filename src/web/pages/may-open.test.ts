import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayOpen } from './may-open.ts';

const holder = (role: string, caseId: string | null = null) => ({
  roles: [{ role, organisationId: 'o', kind: 'holder' as const, caseId }],
});

test('a role of the definition opens, a delegation inside another case does not', () => {
  const procedure = { openedBy: ['change-manager'] };
  assert.equal(mayOpen(procedure, holder('change-manager')), true);
  assert.equal(mayOpen(procedure, holder('change-manager', 'c')), false);
  assert.equal(mayOpen(procedure, holder('auditor')), false);
  assert.equal(mayOpen({ openedBy: ['any-member'] }, { roles: [] }), true);
});
