import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latestPlan, standingOfPlan } from '../latest-plan.ts';
import { linesOf, standingOf } from './standing.ts';

test('a version is ahead, in force, or ended at its end', () => {
  const from = '2026-03-01T00:00:00.000Z';
  const to = '2026-09-01T00:00:00.000Z';
  const at = (now: string) => standingOf({ effectiveFrom: from, effectiveTo: to }, now);
  assert.equal(at('2026-02-28T23:59:59.999Z'), 'ahead');
  assert.equal(at(from), 'in-force');
  assert.equal(at(to), 'ended');
  assert.equal(standingOf({ effectiveFrom: from }, to), 'in-force');
});

test('administrations of several versions are named once, and those that are bound by none as well', () => {
  const versions = [
    { fields: { organisations: ['a', 'b'] } },
    { fields: { organisations: ['b'] } },
  ];
  const known = [
    { id: 'a', fields: { validFrom: '2020-01-01' } },
    { id: 'free', fields: { validFrom: '2020-01-01', validTo: '2026-09-01' } },
    { id: 'gone', fields: { validFrom: '2020-01-01', validTo: '2026-08-31' } },
    { id: 'to-come', fields: { validFrom: '2026-09-02' } },
  ];
  assert.deepEqual(linesOf(versions, known, '2026-09-01'), ['a', 'b', 'free']);
  assert.deepEqual(linesOf([{ fields: {} }], [], '2026-09-01'), []);
});

test('the newest plan of a kind counts, of the Common Domain or of one administration', () => {
  const plan = (domain: string, organisation: string, at: string) => ({
    fields: { plan: 'security', domain, organisation, at },
  });
  const plans = [plan('local', 'a', '1'), plan('local', 'a', '2'), plan('common', 'body', '3')];
  assert.equal(latestPlan(plans, 'a', 'security'), plans[1]);
  assert.equal(latestPlan(plans, null, 'security'), plans[2]);
  assert.equal(latestPlan(plans, 'b', 'security'), null);
  assert.equal(latestPlan(plans, 'a', 'capacity'), null);
});

test('a plan counts from its first day to its last', () => {
  const on = (day: string) =>
    standingOfPlan({ validFrom: '2026-03-01', validTo: '2026-09-01' }, day);
  assert.deepEqual(['2026-02-28', '2026-03-01', '2026-09-01', '2026-09-02'].map(on), [
    'ahead',
    'valid',
    'valid',
    'over',
  ]);
});
