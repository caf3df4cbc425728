import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sidesOf, statedCount } from './stated-count.ts';

const clauses = [
  { id: 'one', fields: {} },
  { id: 'two', fields: {} },
];
const said = (termsClause: string, against: string, organisation: string, outdated = false) => ({
  fields: { termsClause, against, organisation, outdated },
});

test('what an administration stated for an earlier wording, or another administration stated, does not count', () => {
  const own = sidesOf('national-administration');
  const stated = [said('one', 'administration', 'de'), said('two', 'administration', 'de', true)];
  assert.equal(statedCount(clauses, stated, 'de', own), 1);
  assert.equal(statedCount(clauses, stated, 'fr', own), 0);
});

test('the contractor states each clause with both agreements on service levels', () => {
  const both = sidesOf('contractor');
  const stated = [
    said('one', 'sla-to-central', 'sm'),
    said('one', 'sla-from-central', 'sm'),
    said('two', 'sla-to-central', 'sm'),
  ];
  assert.equal(statedCount(clauses, stated, 'sm', both), 1);
});
