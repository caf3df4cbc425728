import assert from 'node:assert/strict';
import { test } from 'node:test';
import { materialOf } from './approvals.ts';
import { hashOf } from './canonical.ts';
import { change } from './fixtures/change.ts';
import { accepted, actor, NOW, operations, record, run } from './fixtures/change-attempts.ts';
import type { Procedure } from './procedure.ts';

test('an approval needs distinct persons who saw the same material', () => {
  const view = record('tested');
  const hash = hashOf(materialOf(change.actions.authorise.approval, view.fields));
  const first = accepted(view, operations, 'authorise');
  assert.deepEqual(first.approval, { needed: 2, have: 1, complete: false, hash });
  assert.deepEqual([first.to, first.effects, first.notify], ['tested', [], []]);
  const given = {
    action: 'authorise',
    person: 'otto',
    onBehalfOf: null as string | null,
    organisation: 'alpha',
    at: NOW,
    hash,
    voided: false,
  };
  const sara = actor('sara', ['security']);
  const second = (approval: typeof given, who = sara) =>
    run(record('tested', { approvals: [approval] }), who, 'authorise');
  const done = second(given);
  assert.ok(done.ok && done.approval?.complete);
  assert.deepEqual(
    [done.to, done.effects, done.notify],
    ['authorised', ['freeze-plan'], ['implementer']],
  );
  const same = second(given, operations);
  assert.deepEqual(!same.ok && same.refusals[0]?.rule, 'already-approved');
  const behalf = second({ ...given, person: 'dora', onBehalfOf: 'sara' });
  assert.deepEqual(!behalf.ok && behalf.refusals[0]?.rule, 'already-approved');
  for (const worthless of [
    { ...given, voided: true },
    { ...given, hash: 'of other material' },
    { ...given, at: '2025-12-31T00:00:00.000Z' },
  ]) {
    const decision = second(worthless);
    assert.ok(decision.ok && decision.approval?.have === 1 && decision.to === 'tested');
  }
});

test('approvals that an action used up do not count when the record comes back', () => {
  const view = record('tested');
  const hash = hashOf(materialOf(change.actions.authorise.approval, view.fields));
  const by = (person: string, day: string) => ({
    action: 'authorise',
    person,
    onBehalfOf: null,
    organisation: 'alpha',
    at: `2026-01-${day}T00:00:00.000Z`,
    hash,
    voided: false,
  });
  const have = (...approvals: ReturnType<typeof by>[]) =>
    accepted({ ...view, approvals }, operations, 'authorise').approval?.have;
  assert.equal(have(by('otto', '10'), by('sara', '11')), 1);
  assert.equal(have(by('sara', '12'), by('otto', '10'), by('sol', '11')), 2);
  assert.equal(have(by('pia', '01'), by('sara', '31')), 2);
});

test('an approval of all parties counts each organisation once', () => {
  const { authorise } = change.actions;
  const all: Procedure = {
    ...change,
    actions: {
      ...change.actions,
      authorise: { ...authorise, approval: { ...authorise.approval, needed: 'all-parties' } },
    },
  };
  const view = record('tested');
  const hash = hashOf(materialOf(authorise.approval, view.fields));
  const approvals = [
    {
      action: 'authorise',
      person: 'otto',
      onBehalfOf: null,
      organisation: 'alpha',
      at: NOW,
      hash,
      voided: false,
    },
  ];
  const from = (organisation: string, person: string) =>
    run(
      { ...view, approvals },
      actor(person, ['security'], { organisation }),
      'authorise',
      {},
      null,
      all,
    );
  const rule = (d: ReturnType<typeof from>) => (d.ok ? null : d.refusals[0]?.rule);
  assert.equal(rule(from('alpha', 'sara')), 'already-approved');
  assert.equal(rule(from('gamma', 'sara')), 'not-a-party');
  const last = from('beta', 'sara');
  assert.ok(last.ok && last.approval?.have === 2 && last.to === 'authorised');
});
