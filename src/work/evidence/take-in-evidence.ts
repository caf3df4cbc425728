import { z } from 'zod';
import { evidenceKinds } from '#engine/evidence.ts';
import { authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineCommand, defineQuery, runCommand, runQuery } from '#kernel/command/command.ts';
import { AppError, conflict, invalidInput } from '#kernel/errors/app-error.ts';
import type { takeInInput } from './contract.ts';
import { type EvidenceParts, endUpload, keepEvidence, need, type Taken } from './keep-evidence.ts';
import { lookAt } from './scan-evidence.ts';
import { forgetUnused } from './unused-bytes.ts';
import { findUpload, offsetsOf, readUpload, type Upload } from './uploads.ts';

/** How long the giver waits for the scanner; after that it goes on in the background. */
const scanPatienceMs = 20_000;

/**
 * Takes a complete upload in as evidence of its case: its parts become one stored file, whose hash must be the one that was computed where it
 * was sent. What differs is refused, and nothing of it stays. What the scanner finds infected is refused too: its bytes stay in quarantine, where
 * nobody reads them, as a piece of evidence with its custody. Asked again for an upload that was taken in, it gives the same evidence.
 * @throws 404 for another's upload, 409 while bytes are missing, 422 `hash-differs` or `infected`
 */
export async function takeIn(
  parts: EvidenceParts,
  principal: Principal,
  input: z.infer<typeof takeInInput>,
): Promise<{ id: string }> {
  const { runner, files, scanner } = parts;
  const upload = await runQuery(runner, readUpload, principal, { uploadId: input.uploadId });
  if (upload.progress === 'taken-in') {
    return answerOf(await runQuery(runner, readTaken, principal, { uploadId: upload.id }));
  }
  refuseIncomplete(upload, input.kind ?? null);
  const bytes = files.readParts(upload.ownerId, upload.id, offsetsOf(upload));
  const stored = await files.putFile(upload.ownerId, bytes);
  if (stored.sha256 !== upload.sha256) {
    await runCommand(runner, refuseUpload, principal, { uploadId: upload.id });
    await files.dropParts(upload.ownerId, upload.id);
    await forgetUnused(runner, files, upload.ownerId, stored.sha256);
    throw new AppError({
      ...{ status: 422, code: 'hash-differs', title: 'The file changed on its way' },
      detail: `Sent as ${upload.sha256}, received as ${stored.sha256}. Send it again.`,
    });
  }
  const file = { ownerId: upload.ownerId, ...stored };
  const finding = await lookAt(files, scanner, file, AbortSignal.timeout(scanPatienceMs));
  const taken = await runCommand(runner, keepEvidence(parts, finding), principal, input).catch(
    (error: unknown) => {
      // Asked twice at once, by somebody whose line broke: the other one was first.
      if (!(error instanceof AppError && error.code === 'upload-over')) throw error;
      return runQuery(runner, readTaken, principal, { uploadId: upload.id });
    },
  );
  await files.dropParts(upload.ownerId, upload.id);
  return answerOf(taken);
}

/** @throws 409, 422 */
function refuseIncomplete(upload: Upload, kind: string | null): void {
  if (upload.progress !== 'receiving') throw conflict('upload-over', 'This upload is over.');
  if (kind !== null && !evidenceKinds.some((one) => one === kind)) {
    throw invalidInput([
      { path: '/kind', code: 'unknown', message: `One of: ${evidenceKinds.join(', ')}.` },
    ]);
  }
  if (upload.received < upload.bytes) {
    throw new AppError({
      ...{ status: 409, code: 'upload-incomplete', title: 'The upload is not complete' },
      detail: `${upload.received} of ${upload.bytes} bytes are here.`,
      extra: { offset: upload.received },
    });
  }
}

/** @throws 422 `infected` */
function answerOf({ id, reference, scan, signature }: Taken): { id: string } {
  if (scan !== 'infected') return { id };
  throw new AppError({
    ...{ status: 422, code: 'infected', title: 'Malicious code was found in this file' },
    detail: `ClamAV found ${signature ?? 'malicious code'}. The file is refused: nobody can read it, its bytes are in quarantine under ${reference}, and a security event was recorded.`,
    extra: { evidenceId: id, reference, signature },
  });
}

const readTaken = defineQuery({
  id: 'uploads.taken',
  input: z.strictObject({ uploadId: z.string() }),
  authorise: (principal) => authorise(principal, need),
  run: async (context, { uploadId }): Promise<Taken> => {
    const upload = await findUpload(context, uploadId);
    const { rows } = await context.client.query<Taken>({
      name: 'evidence-of-upload',
      text: `select e.id, e.reference, e.scan, (select c.detail->>'signature' from custody_entry c
          where c.owner_id = e.owner_id and c.evidence_id = e.id and c.act = 'scanned' order by c.id desc limit 1) as signature
        from evidence e where e.owner_id = $1 and e.upload_id = $2`,
      values: [upload.ownerId, upload.id],
    });
    const [found] = rows;
    if (found === undefined) throw conflict('upload-over', 'This upload is over.');
    return found;
  },
});

const refuseUpload = defineCommand({
  id: 'uploads.refuse',
  input: z.strictObject({ uploadId: z.string() }),
  authorise: (principal) => authorise(principal, need),
  run: async (context, { uploadId }) => {
    const upload = await findUpload(context, uploadId);
    await endUpload(context, upload, 'refused');
    context.record({
      ...{ ownerId: upload.ownerId, action: 'evidence.refuse', kind: 'upload' },
      ...{ recordId: upload.id, recordVersion: 1 },
      details: { reason: 'hash-differs', fileName: upload.fileName, sha256: upload.sha256 },
    });
  },
});
