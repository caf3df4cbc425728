import { describe, it } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { earlyWarningArea } from './area.ts';

const texts = new URL('./texts/', import.meta.url);

describe('the definitions of early warning', () => {
  it('have no fault, and every text in every language', () => assertSound(earlyWarningArea, texts));
  it('have no text that belongs to nothing', () =>
    assertTextsBelong(earlyWarningArea, texts, /\.(?:answer|explanation|ruling|reason)(?:\.|$)/));
});
