import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { antivirusArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of antivirus management', () => {
  it('have no fault, and every text in every language', () => assertSound(antivirusArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(antivirusArea, texts, /^deliverable\./));
});
