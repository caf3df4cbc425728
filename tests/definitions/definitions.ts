import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { textKeysOf } from '#engine/text-keys.ts';
import { validateProcedure, validateRegister } from '#engine/validation/validate.ts';
import type { AreaModule } from '#work/catalogue.ts';

const languages = ['en', 'fr', 'de'] as const;
/** Texts that no definition asks for by itself: consequences, help, openings, tasks that effects open, and their forms, words of one's own for evidence. */
const optional =
  /\.consequence$|\.help$|\.action\.open\.done$|\.task\.|^procedure\.[^.]+\.evidence\./;

function readTexts(folder: URL, language: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`${language}.json`, folder), 'utf8'));
}

const workTexts = new URL('../../src/work/texts/', import.meta.url);

/** Fails for a definition with a fault, or a text that it lacks in one of the languages. */
export function assertSound(area: AreaModule, textsFolder: URL): void {
  for (const language of languages) {
    const texts = { ...readTexts(workTexts, language), ...readTexts(textsFolder, language) };
    for (const { procedure, functions, effects, payloads, dutySubjects } of area.procedures ?? []) {
      const names = {
        ...functions,
        effects: effects ?? {},
        payloads: payloads ?? {},
        ...(dutySubjects === undefined ? {} : { dutySubjects }),
      };
      assert.deepEqual(validateProcedure(procedure, names, texts), [], language);
    }
    for (const { register, functions, effects, effectsOnCases } of area.registers ?? []) {
      const names = { ...functions, effects: { ...effects, ...effectsOnCases } };
      assert.deepEqual(validateRegister(register, names, texts), [], language);
    }
  }
}

/** Fails for texts that are not in every language, or that belong to nothing any more. */
export function assertTextsBelong(area: AreaModule, textsFolder: URL, extraFields: RegExp): void {
  const english = Object.keys(readTexts(textsFolder, 'en'));
  for (const language of languages) {
    assert.deepEqual(Object.keys(readTexts(textsFolder, language)), english, language);
  }
  const needed = new Set([
    ...(area.procedures ?? []).flatMap(({ procedure }) => textKeysOf(procedure)),
    ...(area.registers ?? []).flatMap(({ register }) => textKeysOf(register)),
  ]);
  const strange = english.filter(
    (key) => !needed.has(key) && !optional.test(key) && !extraFields.test(key),
  );
  assert.deepEqual(strange, []);
}
