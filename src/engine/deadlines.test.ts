import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadlineChanges, escalationsOf } from './deadlines.ts';
import { addDuration, DurationError, isDuration, subtractDuration } from './duration.ts';
import { change } from './fixtures/change.ts';

test('months are those of the calendar, in UTC', () => {
  assert.equal(addDuration('2026-01-31T10:00:00.000Z', 'P1M'), '2026-02-28T10:00:00.000Z');
  assert.equal(addDuration('2024-02-29T00:00:00.000Z', 'P12M'), '2025-02-28T00:00:00.000Z');
  assert.equal(addDuration('2026-03-28T23:30:00.000Z', 'P1DT1H'), '2026-03-30T00:30:00.000Z');
  assert.equal(subtractDuration('2026-03-31T00:00:00.000Z', 'P1M'), '2026-02-28T00:00:00.000Z');
  assert.throws(() => addDuration('2026-01-01T00:00:00.000Z', '7 days'), DurationError);
});

test('a duration is longer than nothing', () => {
  for (const good of ['P7D', 'PT30M', 'P1Y6M', 'P2W']) assert.equal(isDuration(good), true, good);
  for (const bad of ['', 'P', 'PT0S', '-P1D', '7D']) assert.equal(isDuration(bad), false, bad);
});

test('escalation goes one role further each time', () => {
  const dueAt = '2026-02-28T10:00:00.000Z';
  assert.deepEqual(escalationsOf(change.deadlines.formulation, dueAt), [
    { at: dueAt, role: 'change-manager' },
    { at: '2026-03-02T10:00:00.000Z', role: 'operations-manager' },
  ]);
});

test('what was due can be done without leaving the state: the deadline is met, others run on', () => {
  const states = { implemented: { kind: 'active' }, closed: { kind: 'final' } } as const;
  const deadline = { states: ['implemented'], within: 'P7D', escalateTo: ['a'], clause: 'c' };
  const deadlines = { first: { ...deadline, metBy: ['review'] }, second: deadline };
  const definition = { initial: 'implemented', states, actions: {}, deadlines } as const;
  const changes = (action: string) =>
    deadlineChanges(
      definition as never,
      { guards: {} },
      { from: 'implemented', to: 'implemented', reentry: false, action },
      { now: '2026-02-01T00:00:00.000Z' } as never,
    );
  assert.deepEqual(changes('review'), { opened: [], closed: ['first'] });
  assert.deepEqual(changes('note'), { opened: [], closed: [] });
});

test('a deadline with a condition starts only where it holds after the action', () => {
  const states = { triage: { kind: 'active' }, closed: { kind: 'final' } } as const;
  const deadline = {
    ...{ states: ['triage'], when: 'is-managed', within: 'PT2H', escalateTo: ['a'], clause: 'c' },
  };
  const definition = { initial: 'triage', states, actions: {}, deadlines: { solution: deadline } };
  const opened = (managed: boolean) =>
    deadlineChanges(
      definition as never,
      { guards: { 'is-managed': ({ record }) => record.fields['managed'] === true } },
      { from: null, to: 'triage', reentry: false, action: null },
      { now: '2026-02-01T00:00:00.000Z', record: { fields: { managed } } } as never,
    ).opened.map(({ deadline: name }) => name);
  assert.deepEqual([opened(true), opened(false)], [['solution'], []]);
});
