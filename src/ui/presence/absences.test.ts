import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WaitedFor } from '#work/presence/contract.ts';
import { absencesIn } from './absences.ts';

const since = '2026-11-01T08:00:00.000Z';
const until = '2026-11-08T08:00:00.000Z';

const person = (name: string, isAway: boolean, standsFor: string | null = null) => ({
  ...{ id: name, name, substitute: standsFor !== null, standsFor },
  ...{ absentSince: isAway ? since : null, absentUntil: isAway ? until : null },
});
const group = (role: string, more: Partial<WaitedFor>): WaitedFor => ({
  ...{ role, people: [], parties: [], away: [], nobody: null },
  ...more,
});

test('roles where nobody is there are one mark where the day is the same', () => {
  const away = { people: [person('Mia', true)], nobody: { since, until } };
  const later = { since, until: until.replace('T08', 'T17') };
  assert.deepEqual(absencesIn([group('liso', away), group('npm', { ...away, nobody: later })]), [
    { roles: ['liso', 'npm'], ...later, substitutes: [] },
  ]);
});

test('where a substitute alone is there, who that is', () => {
  const people = [person('Mia', true), person('Otto', false, 'Mia')];
  assert.deepEqual(absencesIn([group('liso', { people })]), [
    { roles: ['liso'], since, until, substitutes: ['Otto'] },
  ]);
});

test('nothing where one of two holders is there, a party is, or another role takes it on', () => {
  const two = group('liso', { people: [person('Mia', true), person('Rui', false)] });
  const party = group('npm', { people: [person('Mia', true)], parties: ['NA-DE'] });
  const another = group('qc', { people: [person('Mia', true)] });
  assert.deepEqual(absencesIn([two, party, another]), []);
});
