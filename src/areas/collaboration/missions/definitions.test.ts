import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { missionsArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of fact-finding missions', () => {
  it('have no fault, and every text in every language', () => assertSound(missionsArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(missionsArea, texts, /^procedure\.meeting\.title|^deliverable\./));
});
