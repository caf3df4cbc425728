import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { termsArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of Terms of Collaboration', () => {
  it('have no fault, and every text in every language', () => assertSound(termsArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(termsArea, texts, /^deliverable\./));
});
