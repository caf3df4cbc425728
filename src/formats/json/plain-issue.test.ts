import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { plainIssue } from './plain-issue.ts';

const issueOf = (schema: z.ZodType, value: unknown) =>
  plainIssue(schema.safeParse(value).error?.issues[0]);

test('what is missing or of another type is said in plain words, the rest as the schema says it', () => {
  const schema = z.object({ name: z.string(), count: z.number() });
  assert.equal(issueOf(schema, { count: 1 }), 'is missing (expected: string)');
  assert.equal(issueOf(schema, { name: 'a', count: 'x' }), 'expected number, found string');
  assert.match(issueOf(z.string().min(3), 'a'), /Too small/);
  assert.equal(plainIssue(undefined), 'does not fit the schema');
});
