import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { type Locale, textsOf } from '#apps/texts.ts';
import { drawingWords } from '#engine/bpmn/texts.ts';
import { evidenceWords } from '#engine/evidence.ts';
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

  it('what a procedure calls the files it keeps is asked for: it keeps some, and the word is one of those shown', () => {
    const keeping = [...catalogue.versions.values()].flatMap(({ procedure }) =>
      procedure.evidence === undefined
        ? []
        : evidenceWords.map((word) => `procedure.${procedure.id}.evidence.${word}`),
    );
    const said = [...textsOf('en').keys()].filter((key) =>
      /^procedure\.[^.]+\.evidence\./.test(key),
    );
    assert.ok(said.includes('procedure.meeting.evidence.title'));
    assert.deepEqual(
      said.filter((key) => !keeping.includes(key)),
      [],
    );
  });
});
