import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Caller } from '#tests/access/http-world.ts';

export interface Brought {
  readonly caseId: string;
  readonly fileName: string;
  readonly title: string;
  readonly content: string;
}

/** Brings a small file in as evidence, through an upload. Returns the id of the evidence and the hash of the file. */
export async function bringEvidence(
  who: Caller,
  { caseId, fileName, title, content }: Brought,
): Promise<{ readonly id: string; readonly sha256: string }> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const begun = await who('POST', '/uploads', {
    ...{ caseId, fileName, mediaType: 'text/plain', bytes: Buffer.byteLength(content), sha256 },
  });
  assert.equal(begun.status, 201, begun.text);
  const uploadId = String(begun.body['id']);
  const part = await who('PATCH', `/uploads/${uploadId}`, content, { 'upload-offset': '0' });
  assert.equal(part.status, 200, part.text);
  const taken = await who('POST', '/evidence', {
    ...{ uploadId, kind: 'log', title, collectedBy: 'NISO' },
    collectedAt: new Date().toISOString(),
  });
  assert.equal(taken.status, 201, taken.text);
  return { id: String(taken.body['id']), sha256 };
}
