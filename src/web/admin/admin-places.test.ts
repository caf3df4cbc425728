import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adminPlacesFor, isOperatorOnly } from './admin-places.ts';

const me = (...roles: string[]) => ({ roles: roles.map((role) => ({ role, caseId: null })) });
const ids = (...roles: string[]) => adminPlacesFor(me(...roles)).map(({ id }) => id);

test('the operator sees what runs the installation and no trail of content, a member the other way round', () => {
  assert.deepEqual(ids('change-manager'), ['trail', 'tokens']);
  assert.ok(ids('system-administrator').includes('jobs'));
  assert.ok(!ids('system-administrator').includes('trail'));
  assert.ok(ids('system-administrator', 'auditor').includes('trail'));
  assert.equal(isOperatorOnly(me('system-administrator', 'auditor')), false);
  assert.equal(isOperatorOnly(me()), false);
});
