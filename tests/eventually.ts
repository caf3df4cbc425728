import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

/** What `look` finds within ten seconds; the worker answers in the background. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(100);
  }
  return assert.fail('it did not appear within ten seconds');
}
