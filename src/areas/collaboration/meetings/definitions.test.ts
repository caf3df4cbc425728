import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { agendaChanges } from './agenda-changes.ts';
import { meetingsArea } from './area.ts';
import { belongTogether } from './same-scope.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of meetings', () => {
  it('have no fault, and every text in every language', () => assertSound(meetingsArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(
      meetingsArea,
      texts,
      /^deliverable\.|^procedure\.(?:policy|fact-finding-mission)/,
    ));
});

describe('meetings that review one another’s action points', () => {
  const scope = { communities: ['a', 'b'], threads: ['t'], memberStates: ['de', 'fr'] };
  it('are of one series, whatever their scope', () => {
    assert.ok(belongTogether({ series: 's' }, { series: 's', threads: ['x'] }));
    assert.ok(!belongTogether({ ...scope, series: 's' }, { ...scope, series: 'other' }));
    assert.ok(!belongTogether({ ...scope, series: 's' }, scope));
  });
  it('or have a scope in common in every part that both name', () => {
    assert.ok(belongTogether(scope, { ...scope, memberStates: ['fr', 'it'] }));
    assert.ok(belongTogether(scope, { threads: ['t'] }));
    assert.ok(!belongTogether(scope, { ...scope, memberStates: ['it'] }));
    assert.ok(!belongTogether(scope, {}));
    assert.ok(!belongTogether({}, {}));
  });
});

describe('what a new agenda changes', () => {
  const row = (position: number, topic: string, durationMinutes = 10) => ({
    ...{ position, topic, durationMinutes, presenter: 'somebody' },
  });
  it('is told topic by topic', () => {
    const before = [row(1, 'a'), row(2, 'b'), row(3, 'c'), row(4, 'd')];
    const after = [row(1, 'new'), row(2, 'a'), row(3, 'c', 20), row(4, 'b')];
    assert.deepEqual(agendaChanges(before, after), [
      { change: 'added', topic: 'new' },
      { change: 'changed', topic: 'c' },
      { change: 'moved', topic: 'b' },
      { change: 'removed', topic: 'd' },
    ]);
    assert.deepEqual(agendaChanges(before, before), []);
  });
});
