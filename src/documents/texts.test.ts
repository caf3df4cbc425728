import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanText } from './clean-text.ts';
import type { Language } from './model.ts';
import { formatDate, furnitureTexts } from './texts.ts';

test('R-DOC-8 the furniture is complete in English, French and German', () => {
  for (const language of ['en', 'fr', 'de'] satisfies Language[]) {
    const words = Object.values(furnitureTexts(language)).flatMap((w) =>
      typeof w === 'string' ? [w] : Object.values(w),
    );
    assert.ok(
      words.every((word) => typeof word === 'string' && word.trim() !== ''),
      language,
    );
  }
  assert.equal(furnitureTexts('fr').contents, 'Table des matières');
  assert.equal(furnitureTexts('de').history, 'Dokumenthistorie');
});

test('dates are written as the administrations of the language write them', () => {
  assert.equal(formatDate('2010-04-30', 'en'), '30/04/2010');
  assert.equal(formatDate('2010-04-30', 'fr'), '30/04/2010');
  assert.equal(formatDate('2010-04-30', 'de'), '30.04.2010');
});

test('controls are shown, what no format carries is replaced, the rest stays', () => {
  assert.equal(cleanText('a\u0000b\u001b[31m\u007f'), 'a␀b␛[31m␡');
  assert.equal(cleanText('a\r\nb\rc\td'), 'a\nb\nc\td');
  assert.equal(cleanText('\ud800x\ufffe\u202ey'), '\ufffdx\ufffd\ufffdy');
  assert.equal(cleanText('Αθήνα é e\u0301 😀 שלום'), 'Αθήνα é e\u0301 😀 שלום');
});
