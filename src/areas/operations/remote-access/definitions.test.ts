import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { remoteAccessArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of remote access management', () => {
  it('have no fault, and every text in every language', () => assertSound(remoteAccessArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(remoteAccessArea, texts, /\.(?:removal|finding)$/));
});
