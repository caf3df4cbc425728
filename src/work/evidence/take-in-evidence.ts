import { z } from 'zod';
import { addDuration } from '#engine/duration.ts';
import { evidenceKinds } from '#engine/evidence.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineCommand, type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { AppError, conflict, invalidInput, notFound } from '#kernel/errors/app-error.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { moduleOf } from '#work/cases/refused.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { takeInInput } from './contract.ts';
import { writeCustody } from './custody.ts';
import { custodian, evidenceLifeCycle } from './evidence-life.ts';
import { forgetUnused } from './unused-bytes.ts';
import { findUpload, offsetsOf, readUpload, type Upload } from './uploads.ts';

/** Without a role of a case it is no custodian's act: the giver's. */
const need = { permission: 'evidence:contribute', roles: [anyMember] };

/**
 * Takes a complete upload in as evidence of its case: its parts become one stored file, whose hash must be the one that was computed where it
 * was sent. What differs is refused, and nothing of it stays.
 * @throws 404 for another's upload, 409 while bytes are missing, 422 `hash-differs`
 */
export async function takeIn(
  runner: Runner,
  catalogue: Catalogue,
  files: FileStore,
  principal: Principal,
  input: z.infer<typeof takeInInput>,
): Promise<{ id: string }> {
  const upload = await runQuery(runner, readUpload, principal, { uploadId: input.uploadId });
  if (upload.progress !== 'receiving') throw conflict('upload-over', 'This upload is over.');
  if (!evidenceKinds.some((kind) => kind === input.kind)) {
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
  const parts = files.readParts(upload.ownerId, upload.id, offsetsOf(upload));
  const stored = await files.putFile(upload.ownerId, parts);
  if (stored.sha256 !== upload.sha256) {
    await runCommand(runner, refuseUpload, principal, { uploadId: upload.id });
    await files.dropParts(upload.ownerId, upload.id);
    await forgetUnused(runner, files, upload.ownerId, stored.sha256);
    throw new AppError({
      ...{ status: 422, code: 'hash-differs', title: 'The file changed on its way' },
      detail: `Sent as ${upload.sha256}, received as ${stored.sha256}. Send it again.`,
    });
  }
  const taken = await runCommand(runner, keepEvidence(catalogue), principal, input);
  await files.dropParts(upload.ownerId, upload.id);
  return taken;
}

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

async function endUpload(
  context: WriteContext,
  upload: Upload,
  progress: 'taken-in' | 'refused',
): Promise<void> {
  const { rowCount } = await context.client.query({
    name: 'upload-end',
    text: `update upload set progress = $3, updated_at = $4 where owner_id = $1 and id = $2 and progress = 'receiving'`,
    values: [upload.ownerId, upload.id, progress, context.now],
  });
  if (rowCount === 0) throw conflict('upload-over', 'This upload is over.');
}

const keepText = `
insert into evidence (owner_id, id, case_id, reference, kind, title, file_name, media_type, bytes, sha256, collected_by, collected_at,
  collected_where, method, scan, contributor_id, recipient_id, holder_id, retained_until, state, label, tlp, audience, received_at,
  received_by, updated_at)
select $1, $2, $3, 'E-' || ((select count(*) from evidence e where e.owner_id = $1 and e.case_id = $3) + 1), $4, $5, $6, $7, $8, $9, $10, $11,
  $12, $13, 'not-scanned', $14, $15, $1, $16, $17, $18, $19, $20, $21, $22, $21
returning reference`;

function keepEvidence(catalogue: Catalogue) {
  return defineCommand({
    id: 'evidence.take-in',
    input: takeInInput,
    authorise: (principal) => authorise(principal, need),
    run: async (context, input): Promise<{ id: string }> => {
      const upload = await findUpload(context, input.uploadId);
      const owned = { ...context, scope: { organisations: [upload.ownerId] } };
      const loaded = await loadCase(owned, upload.caseId, { lock: true });
      const { row } = loaded;
      const rule = moduleOf(catalogue, row).procedure.evidence;
      if (rule === undefined) throw notFound('evidence');
      const keepers = loaded.parties
        .filter(({ role }) => rule.custodians.includes(role))
        .map(({ organisationId }) => organisationId);
      const audience = [...new Set([...keepers, upload.organisationId])].filter(
        (one) => one !== row.ownerId,
      );
      const id = newId();
      const retained = addDuration(context.now.toISOString(), rule.retention);
      const { rows } = await context.client.query<{ reference: string }>({
        name: 'evidence-keep',
        text: keepText,
        values: [
          ...[row.ownerId, id, row.id, input.kind, input.title, upload.fileName],
          ...[upload.mediaType, upload.bytes, upload.sha256, input.collectedBy],
          ...[new Date(input.collectedAt), input.collectedWhere ?? null, input.method ?? null],
          ...[upload.organisationId, upload.recipientId, new Date(retained)],
          ...[evidenceLifeCycle(rule).initial, row.label, row.tlp, audience, context.now],
          context.principal.personId,
        ],
      });
      await shareEvidence(context, row, id, audience);
      await endUpload(context, upload, 'taken-in');
      await firstEntries(context, upload, { id, ownerId: row.ownerId, audience }, input);
      context.record({
        ...{ ownerId: row.ownerId, action: 'evidence.take-in', kind: 'evidence', recordId: id },
        recordVersion: 1,
        details: {
          ...input,
          ...{ caseId: row.id, reference: rows[0]?.reference, sha256: upload.sha256 },
          ...{ bytes: upload.bytes, contributorId: upload.organisationId },
        },
      });
      context.emit({
        ...{ name: 'evidence.taken-in', ownerId: row.ownerId, recordId: id },
        payload: { caseId: row.id, kind: input.kind, recipientId: upload.recipientId },
      });
      return { id };
    },
  });
}

/** Collected where it was, sent with its hash, received with the same hash: custody begins before we had it. */
async function firstEntries(
  context: WriteContext,
  upload: Upload,
  kept: { readonly id: string; readonly ownerId: string; readonly audience: readonly string[] },
  input: z.infer<typeof takeInInput>,
): Promise<void> {
  const { sha256, organisationId } = upload;
  const { collectedBy, collectedAt, collectedWhere, method } = input;
  const person = context.principal.personId;
  await writeCustody(context, kept, [
    {
      ...{ act: 'collect', person: null, organisation: organisationId, sha256 },
      detail: { collectedBy, collectedAt, collectedWhere, method },
    },
    { act: 'send', person, organisation: organisationId, sha256, detail: {} },
    {
      ...{ act: 'receive', person: null, organisation: kept.ownerId, sha256 },
      detail: { custodian },
    },
  ]);
}

/** Who gave it and who keeps it see it, and no other party. */
async function shareEvidence(
  context: WriteContext,
  row: CaseRow,
  evidenceId: string,
  audience: readonly string[],
): Promise<void> {
  if (audience.length === 0) return;
  await context.client.query({
    name: 'evidence-share',
    text: `with reasons as (
        insert into audience_entry (owner_id, id, kind, record_id, organisation_id, reason, detail, since)
        select $1, r.id, 'evidence', $2::uuid, r.organisation_id, 'party', '{}', $4
        from jsonb_to_recordset($3::jsonb) as r (id uuid, organisation_id uuid))
      insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since)
      select r.organisation_id, 'evidence', $2::text, $2::uuid, $1, $4
      from jsonb_to_recordset($3::jsonb) as r (organisation_id uuid)`,
    values: [
      row.ownerId,
      evidenceId,
      JSON.stringify(audience.map((one) => ({ id: newId(), organisation_id: one }))),
      context.now,
    ],
  });
}
