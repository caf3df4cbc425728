import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { changeArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of change management', () => {
  it('have no fault, and every text in every language', () => assertSound(changeArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(changeArea, texts, /\.(?:conclusion|evaluation)(?:\.|$)/));
});
