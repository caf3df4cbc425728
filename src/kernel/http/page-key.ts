import { invalidInput } from '#kernel/errors/app-error.ts';

/** The key after which the next page starts: opaque to callers, JSON in base64url. */
export function encodeKey(parts: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');
}

/** @throws 422 when it is not a key that a list of this shape gave. */
export function decodeKey(key: string, parts: number): (string | number | null)[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(key, 'base64url').toString('utf8'));
    const simple = (part: unknown) =>
      part === null || typeof part === 'string' || typeof part === 'number';
    if (Array.isArray(value) && value.length === parts && value.every(simple)) return value;
  } catch {
    // Falls through to the refusal, which names the place.
  }
  throw invalidInput([
    { path: '/after', code: 'bad-key', message: 'Use the value of "next" from the page before.' },
  ]);
}
