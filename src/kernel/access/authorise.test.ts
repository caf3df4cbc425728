import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '#kernel/errors/app-error.ts';
import { anyMember, authorise } from './authorise.ts';
import type { Holding, Principal } from './principal.ts';

const home = '00000000-0000-7000-8000-000000000001';
const other = '00000000-0000-7000-8000-000000000002';

function holding(role: string, organisationId: string, caseId: string | null = null): Holding {
  return { role, organisationId, systemId: null, caseId, kind: 'holder', forPersonId: null };
}

function person(...holdings: Holding[]): Principal {
  return {
    kind: 'session',
    personId: '00000000-0000-7000-8000-000000000009',
    name: 'Ada',
    locale: 'en',
    organisationId: home,
    holdings,
    tokenScopes: null,
    viaId: null,
    from: '192.0.2.1',
  };
}

const read = { permission: 'cases:read', roles: [anyMember] };
const forbidden = (error: unknown) => error instanceof AppError && error.status === 403;

test('a member reads in the home organisation and wherever a role is held', () => {
  assert.deepEqual(authorise(person(), read).organisations, [home]);
  assert.deepEqual(authorise(person(holding('auditor', other)), read).organisations, [home, other]);
});

test('the operator reads no content, neither at home nor where the role is held', () => {
  assert.throws(() => authorise(person(holding('system-administrator', home)), read), forbidden);
  assert.throws(() => authorise(person(holding('system-administrator', other)), read), forbidden);
  const inOneCase = holding('change-manager', home, '00000000-0000-7000-8000-00000000000c');
  const operator = person(holding('system-administrator', home), inOneCase);
  assert.throws(() => authorise(operator, read), forbidden);
});

test('a second role opens its own organisation alone; administration itself stays open', () => {
  const operator = person(holding('system-administrator', home), holding('auditor', other));
  assert.deepEqual(authorise(operator, read).organisations, [other]);
  const both = person(holding('system-administrator', home), holding('asset-manager', home));
  assert.deepEqual(authorise(both, read).organisations, [home]);
  const administer = { permission: 'accounts:administer', roles: ['system-administrator'] };
  assert.deepEqual(authorise(operator, administer).organisations, [home]);
});
