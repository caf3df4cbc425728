import type { ReadContext } from '#kernel/command/context.ts';
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

export interface References {
  readonly organisations?: readonly (string | null | undefined)[];
  readonly people?: readonly (string | null | undefined)[];
}

/** Names of organisations and people for what a page refers to, in one statement. */
export async function titlesOf(
  context: ReadContext,
  references: References,
): Promise<Record<string, string>> {
  const organisations = distinct(references.organisations);
  const people = distinct(references.people);
  if (organisations.length + people.length === 0) return {};
  const { rows } = await context.client.query<{ id: string; title: string }>({
    name: 'titles',
    text: `select id, name as title from organisation where id = any ($1::uuid[])
      union all select id, name from person where id = any ($2::uuid[])`,
    values: [organisations, people],
  });
  return Object.fromEntries(rows.map((row) => [row.id, row.title]));
}

function distinct(ids: readonly (string | null | undefined)[] | undefined): string[] {
  return [...new Set((ids ?? []).filter((id): id is string => typeof id === 'string'))];
}
