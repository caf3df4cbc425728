import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { configurationArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of configuration management', () => {
  it('have no fault, and every text in every language', () =>
    assertSound(configurationArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(configurationArea, texts, /^$/));
});
