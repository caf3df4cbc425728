import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { interconnectionArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of network interconnection management', () => {
  it('have no fault, and every text in every language', () =>
    assertSound(interconnectionArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(interconnectionArea, texts, /^deliverable\./));
});
