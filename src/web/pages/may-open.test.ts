import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayCreate, mayOpen } from './may-open.ts';

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

test('a record is made by who holds one of the roles that the register names', () => {
  const register = { access: { create: ['asset-manager'] } };
  assert.equal(mayCreate(register, holder('asset-manager')), true);
  assert.equal(mayCreate(register, holder('isirt')), false);
  assert.equal(mayCreate({ access: { create: [] } }, holder('asset-manager')), false);
});
