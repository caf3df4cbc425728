import assert from 'node:assert/strict';
import type { Answer, Caller } from '#tests/access/http-world.ts';

/** A record as a list of the API has it. */
export interface Listed {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Opens a case. Returns its id. */
export async function opened(who: Caller, input: object): Promise<string> {
  const { status, body, text } = await who('POST', '/cases', input);
  assert.equal(status, 201, text);
  return (body['case'] as { id: string }).id;
}

/** Performs an action of a case; fails unless it is allowed. */
export async function act(
  who: Caller,
  caseId: string,
  action: string,
  fields: object = {},
  comment?: string,
): Promise<Answer> {
  const answer = await who('POST', `/cases/${caseId}/actions/${action}`, {
    fields,
    ...(comment === undefined ? {} : { comment }),
  });
  assert.equal(answer.status, 200, `${action}: ${answer.text}`);
  return answer;
}

export async function items(who: Caller, path: string): Promise<Listed[]> {
  const { body, text } = await who('GET', path);
  assert.ok(Array.isArray(body['items']), text);
  return body['items'] as Listed[];
}

/** What a line of the document history says. */
export const historyRow = { fields: { changes: ['insert'], pages: 'All' } };

/** Writes a document of a case in English. Returns its id. */
export async function drafted(who: Caller, caseId: string, type: string): Promise<string> {
  const { status, body, text } = await who('POST', `/cases/${caseId}/deliverables`, {
    ...{ type, language: 'en' },
  });
  assert.equal(status, 201, text);
  return (body['deliverable'] as { id: string }).id;
}

/** Takes a document from hand to hand. */
export async function passed(
  id: string,
  steps: readonly (readonly [who: Caller, action: string, input?: object])[],
): Promise<void> {
  for (const [who, action, input = {}] of steps) {
    const { status, text } = await who('POST', `/deliverables/${id}/actions/${action}`, input);
    assert.equal(status, 200, `${action}: ${text}`);
  }
}
