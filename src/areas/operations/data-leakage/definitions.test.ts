import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { dataLeakageArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of data leakage management', () => {
  it('have no fault, and every text in every language', () => assertSound(dataLeakageArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(dataLeakageArea, texts, /^deliverable\./));
});
