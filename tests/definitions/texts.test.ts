import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { type Locale, textsOf } from '#apps/texts.ts';
import { drawingWords } from '#engine/bpmn/texts.ts';
import { textKeysOf } from '#engine/text-keys.ts';

const locales: readonly Locale[] = ['en', 'fr', 'de'];

describe('R-GEN-8 everything that definitions show is in English, French and German', () => {
  const needed = new Set([
    ...[...catalogue.versions.values()].flatMap(({ procedure }) => textKeysOf(procedure)),
    ...[...catalogue.registers.values()].flatMap(({ register }) => textKeysOf(register)),
    ...[...catalogue.deliverables.values()].flatMap(({ definition: { id, onlyWhen } }) => [
      `deliverable.${id}.title`,
      ...(onlyWhen === undefined ? [] : [`deliverable.${id}.only-when`]),
    ]),
    ...[...catalogue.importers.keys()].map((format) => `format.${format}`),
    ...drawingWords.map((word) => `diagram.${word}`),
  ]);
  for (const locale of locales) {
    it(`names of procedures, registers, parties, roles, branches and formats: ${locale}`, () => {
      const texts = textsOf(locale);
      assert.deepEqual(
        [...needed].filter((key) => (texts.get(key) ?? '') === ''),
        [],
      );
    });
  }
});
