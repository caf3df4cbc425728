import assert from 'node:assert/strict';
import type { Caller } from '#tests/access/http-world.ts';

export interface Told {
  readonly kind: string;
  readonly about: string;
  readonly caseId: string | null;
  readonly recordId: string | null;
  readonly at: string;
}

/** What somebody was told in the application about a case or request, by the action or deadline that it is about. */
export async function toldOf(who: Caller, recordId: string, about: string): Promise<Told[]> {
  const { body, text } = await who('GET', '/notifications?limit=200');
  assert.ok(Array.isArray(body['items']), text);
  return (body['items'] as Told[]).filter(
    (one) => one.about === about && [one.caseId, one.recordId].includes(recordId),
  );
}
