import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { incidentCoordinationArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of incident coordination', () => {
  it('have no fault, and every text in every language', () =>
    assertSound(incidentCoordinationArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(incidentCoordinationArea, texts, /field\.explanation$/));
});
