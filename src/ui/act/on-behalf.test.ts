import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standingFor, startStanding } from './on-behalf.ts';

const holder = {
  ...{ role: 'change-manager', caseId: null, forPersonId: null, forPerson: null },
} as const;
const substitute = {
  ...{ role: 'operations-management', caseId: null },
  ...{ forPersonId: 'p1', forPerson: 'Karin Lund' },
} as const;
const delegate = { ...substitute, caseId: 'c1', forPersonId: 'p2', forPerson: 'Ann' } as const;

test('a holder acts as himself, a substitute in the name of who is away', () => {
  const own = standingFor({ roles: ['change-manager'] }, 'c1', [holder, substitute]);
  assert.deepEqual(own, { self: true, others: [] });
  assert.equal(startStanding(own), null);
  const for1 = standingFor({ roles: ['operations-management'] }, 'c9', [
    holder,
    substitute,
    delegate,
  ]);
  assert.deepEqual(for1, { self: false, others: [{ personId: 'p1', name: 'Karin Lund' }] });
  assert.equal(startStanding(for1), 'p1');
});

test('a delegation counts in its case alone, and a choice remains where several stand open', () => {
  const both = { roles: ['operations-management', 'change-manager'] };
  const standing = standingFor(both, 'c1', [holder, substitute, delegate]);
  assert.equal(standing.self, true);
  assert.deepEqual(
    standing.others.map(({ personId }) => personId),
    ['p1', 'p2'],
  );
  assert.deepEqual(standingFor(both, 'c2', [delegate]), { self: true, others: [] });
  assert.equal(standingFor({ roles: ['any-member'] }, 'c1', [delegate]).self, true);
});
