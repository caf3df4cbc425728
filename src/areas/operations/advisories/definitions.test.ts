import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validateRegister } from '#engine/validation/validate.ts';
import { advisoriesArea } from './area.ts';

test('R-EW-1 the registers of advisories and findings have no faults', () => {
  for (const { register, functions, effects } of advisoriesArea.registers ?? []) {
    const faults = validateRegister(register, {
      guards: functions?.guards ?? {},
      durations: functions?.durations ?? {},
      effects: effects ?? {},
    } as never);
    assert.deepEqual(faults, [], register.id);
  }
});
