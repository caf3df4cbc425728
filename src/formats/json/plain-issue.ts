import type { z } from 'zod';

/**
 * What a schema found wrong, as a sentence for whoever wrote the file: `is missing (expected: string)`, `expected number, found string`.
 * Other messages of the schema are kept.
 */
export function plainIssue(issue: Pick<z.core.$ZodIssue, 'message'> | undefined): string {
  if (issue === undefined) return 'does not fit the schema';
  const { message } = issue;
  const types = /expected (.+), received (\w+)$/.exec(message);
  if (types === null) return message;
  const [, expected = '', found = ''] = types;
  return found === 'undefined'
    ? `is missing (expected: ${expected})`
    : `expected ${expected}, found ${found}`;
}
