import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delegableRoles } from './delegable-roles.ts';

test('only a role that one holds oneself, for the owner or as the party, can be handed on', () => {
  const held = (
    role: string,
    organisationId: string,
    kind: 'holder' | 'substitute' = 'holder',
  ) => ({
    ...{ role, organisationId, kind, caseId: null },
  });
  const detail = { case: { ownerId: 'o' }, parties: [{ organisationId: 'p', role: 'npm' }] };
  const roles = delegableRoles(detail, [
    held('change-manager', 'o'),
    held('npm', 'p'),
    held('niso', 'p'),
    held('isirt', 'o', 'substitute'),
    { ...held('auditor', 'o'), caseId: 'c' },
  ]);
  assert.deepEqual(roles, ['change-manager', 'npm']);
});
