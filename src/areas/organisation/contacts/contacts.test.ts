import { test } from 'node:test';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { contactsArea } from './area.ts';

test('definitions and texts are sound in three languages', () => {
  const texts = new URL('./texts/', import.meta.url);
  assertSound(contactsArea, texts);
  assertTextsBelong(contactsArea, texts, /^$/);
});
