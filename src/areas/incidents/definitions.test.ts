import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { incidentsArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of incident management', () => {
  it('have no fault, and every text in every language', () => assertSound(incidentsArea, texts));
  it('have no text that belongs to nothing', () => assertTextsBelong(incidentsArea, texts, /^$/));
});
