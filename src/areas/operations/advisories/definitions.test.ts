import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { textKeysOf } from '#engine/text-keys.ts';
import { validateRegister } from '#engine/validate.ts';
import { advisoriesArea } from './area.ts';

const languages = ['en', 'fr', 'de'] as const;

function textsOf(language: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`./texts/${language}.json`, import.meta.url), 'utf8'));
}

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

test('every text of the area is in all three languages', () => {
  const keys = (advisoriesArea.registers ?? []).flatMap(({ register }) => textKeysOf(register));
  for (const language of languages) {
    const texts = textsOf(language);
    assert.deepEqual(
      keys.filter((key) => !key.startsWith('role.') && texts[key] === undefined),
      [],
      language,
    );
    assert.deepEqual(Object.keys(texts), Object.keys(textsOf('en')));
  }
});
