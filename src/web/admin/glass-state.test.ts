import assert from 'node:assert/strict';
import { test } from 'node:test';
import { glassState } from './glass-state.ts';

test('a request waits, becomes void, opens and ends', () => {
  const at = (time: string) => Date.parse(`2026-03-02T${time}:00.000Z`);
  const asked = { approveBefore: '2026-03-02T10:00:00.000Z', expiresAt: null };
  assert.equal(glassState(asked, at('09:59')), 'asked');
  assert.equal(glassState(asked, at('10:00')), 'void');
  const approved = { ...asked, expiresAt: '2026-03-02T18:00:00.000Z' };
  assert.equal(glassState(approved, at('17:59')), 'open');
  assert.equal(glassState(approved, at('18:00')), 'over');
});
