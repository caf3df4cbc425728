import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { confidentialityArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of confidentiality agreements', () => {
  it('have no fault, and every text in every language', () =>
    assertSound(confidentialityArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(confidentialityArea, texts, /^$/));
});
