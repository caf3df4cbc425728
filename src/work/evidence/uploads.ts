import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import {
  defineCommand,
  defineQuery,
  type Runner,
  runCommand,
  runQuery,
} from '#kernel/command/command.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { isId, newId } from '#kernel/database/ids.ts';
import { AppError, conflict, forbidden, invalidInput, notFound } from '#kernel/errors/app-error.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import { actorFor, loadCase } from '#work/cases/load-case.ts';
import { refused } from '#work/cases/refused.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { loadRecipient } from '#work/requests/load-recipient.ts';
import { answersFor } from '#work/requests/recipient-actor.ts';
import { mostPartBytes, startUploadInput, type UploadView } from './contract.ts';

/** A file on its way in, as stored. */
export interface Upload {
  readonly ownerId: string;
  readonly id: string;
  readonly caseId: string;
  readonly recipientId: string | null;
  readonly organisationId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly parts: readonly number[];
  readonly received: number;
  readonly progress: 'receiving' | 'taken-in' | 'refused';
  readonly createdBy: string;
}

const need = { permission: 'evidence:contribute', roles: [anyMember] };

/**
 * Begins to send a file for a case: by who brings evidence in there, or by a recipient who answers one of its requests.
 * @throws 404 for what is not visible, 403 naming the roles, 422 for size and hash
 */
export function startUpload(catalogue: Catalogue) {
  return defineCommand({
    id: 'uploads.start',
    input: startUploadInput,
    authorise: (principal) => authorise(principal, need),
    run: async (context, input): Promise<UploadView> => {
      const ownerId = await ownerForContribution(context, catalogue, input);
      const { personId, organisationId } = context.principal;
      if (personId === null || organisationId === null) throw forbidden('Evidence has a giver.');
      const uploadId = newId();
      const outside = organisationId === ownerId ? [] : [organisationId];
      await context.client.query({
        name: 'upload-start',
        text: `with made as (
            insert into upload (owner_id, id, case_id, recipient_id, organisation_id, file_name, media_type, bytes, sha256, audience, created_at,
              created_by, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11))
          insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since)
          select o, 'upload', $2::text, $2::uuid, $1, $11 from unnest($10::uuid[]) as o`,
        values: [
          ...[ownerId, uploadId, input.caseId, input.recipientId ?? null, organisationId],
          ...[input.fileName, input.mediaType, input.bytes, input.sha256, outside],
          ...[context.now, personId],
        ],
      });
      return { id: uploadId, bytes: input.bytes, offset: 0 };
    },
  });
}

/** Whose case it is, once it is decided that the principal may bring evidence in. @throws 403, 404 */
async function ownerForContribution(
  context: WriteContext,
  catalogue: Catalogue,
  { caseId, recipientId }: z.infer<typeof startUploadInput>,
): Promise<string> {
  if (recipientId != null) {
    const recipient = await loadRecipient(context, recipientId, { lock: false });
    if (recipient.caseId !== caseId) throw notFound('request');
    if (!answersFor(context.principal, recipient)) throw forbidden('Somebody else was asked.');
    return recipient.ownerId;
  }
  const loaded = await loadCase(context, caseId, { lock: false });
  const roles = contributorsOf(catalogue, loaded.row);
  const held = actorFor(context.principal, loaded, null).roles;
  if (!roles.some((role) => held.includes(role))) {
    throw forbidden(`Evidence of this case is brought in by: ${roles.join(', ')}.`, { roles });
  }
  refuseUnlessOpen(catalogue, loaded.row);
  return loaded.row.ownerId;
}

/** Whether the case takes evidence in that nobody asked for. */
export function takesEvidence(catalogue: Catalogue, row: CaseRow): boolean {
  const from = moduleOf(catalogue, row).procedure.evidence?.from;
  return row.closedAt === null && (from === undefined || from.includes(row.state));
}

/** @throws 409 where the procedure takes none in this state, naming the states in which it does */
export function refuseUnlessOpen(catalogue: Catalogue, row: CaseRow): void {
  if (takesEvidence(catalogue, row)) return;
  if (row.closedAt !== null) throw conflict('case-closed', 'This case is closed.');
  const { evidence } = moduleOf(catalogue, row).procedure;
  const detail = { state: row.state, from: [...(evidence?.from ?? [])] };
  const clause = evidence?.clause ?? '';
  throw refused(row.procedure, 'evidence', [
    { rule: 'wrong-state', name: 'evidence', detail, clause },
  ]);
}

/** Roles that bring evidence into the case; none where its procedure keeps no evidence. */
export function contributorsOf(catalogue: Catalogue, row: CaseRow): readonly string[] {
  const { evidence } = moduleOf(catalogue, row).procedure;
  return evidence === undefined ? [] : [...evidence.contributedBy, ...evidence.custodians];
}

/** How far an upload is. Only who began it is told. @throws 404 */
export const readUpload = defineQuery({
  id: 'uploads.read',
  input: z.strictObject({ uploadId: id }),
  authorise: (principal) => authorise(principal, need),
  run: async (context, input): Promise<Upload> => findUpload(context, input.uploadId),
});

const findText = `
select owner_id as "ownerId", id, case_id as "caseId", recipient_id as "recipientId", organisation_id as "organisationId",
  file_name as "fileName", media_type as "mediaType", bytes::float8 as bytes, sha256, parts::float8[] as parts,
  received::float8 as received, progress, created_by as "createdBy"
from upload where owner_id = any ($1::uuid[]) and id = $2 and created_by = $3`;

/** The principal's own upload; its owner comes into the scope. @throws 404 */
export async function findUpload(context: ReadContext, uploadId: string): Promise<Upload> {
  if (!isId(uploadId)) throw notFound('upload');
  const { personId } = context.principal;
  const find = async (owners: readonly string[]) => {
    const { rows } = await context.client.query<Upload>({
      name: 'upload-find',
      text: findText,
      values: [owners, uploadId, personId],
    });
    return rows[0];
  };
  const own = await find(context.scope.organisations);
  if (own !== undefined) return own;
  const { rows } = await context.client.query<{ owner: string }>({
    name: 'upload-enter',
    text: `select s.record_owner_id as owner, access.set_context(array_append($1::uuid[], s.record_owner_id)::text, $3)
      from (select record_owner_id from shared_with_me where owner_id = any ($1::uuid[]) and record_id = $2 and kind = 'upload' limit 1) s`,
    values: [context.scope.organisations, uploadId, personId ?? ''],
  });
  const owner = rows[0]?.owner;
  const shared = owner === undefined ? undefined : await find([owner]);
  if (shared === undefined) throw notFound('upload');
  return shared;
}

/**
 * Takes the next part of an upload: its bytes are on the disk before the offset moves, so that a crash at any instant loses this part at most.
 * @throws 409 with the right offset when this is not the next part, 413 beyond what was announced
 */
export async function takePart(
  runner: Runner,
  files: FileStore,
  principal: Principal,
  part: {
    readonly uploadId: string;
    readonly offset: number;
    readonly source: AsyncIterable<Uint8Array>;
  },
): Promise<UploadView> {
  const upload = await runQuery(runner, readUpload, principal, { uploadId: part.uploadId });
  if (upload.progress !== 'receiving') throw conflict('upload-over', 'This upload is over.');
  if (!Number.isSafeInteger(part.offset)) {
    const message = 'Say with Upload-Offset where this part begins.';
    throw invalidInput([{ path: '/upload-offset', code: 'required', message }]);
  }
  if (part.offset !== upload.received) throw wrongOffset(upload.received);
  const mostBytes = Math.min(mostPartBytes, upload.bytes - upload.received);
  const bytes = await files.putPart(
    upload.ownerId,
    upload.id,
    { offset: part.offset, mostBytes },
    part.source,
  );
  const offset = await runCommand(runner, keepPart, principal, {
    ...{ uploadId: upload.id, offset: part.offset, bytes },
  });
  return { id: upload.id, bytes: upload.bytes, offset };
}

const keepPart = defineCommand({
  id: 'uploads.keep-part',
  input: z.strictObject({
    uploadId: id,
    offset: z.number().int().min(0),
    bytes: z.number().int().min(0),
  }),
  authorise: (principal) => authorise(principal, need),
  run: async (context, { uploadId, offset, bytes }): Promise<number> => {
    const upload = await findUpload(context, uploadId);
    if (bytes === 0) return upload.received;
    const { rowCount } = await context.client.query({
      name: 'upload-keep-part',
      text: `update upload set parts = parts || $4::bigint, received = received + $4, updated_at = $5
        where owner_id = $1 and id = $2 and received = $3 and progress = 'receiving'`,
      values: [upload.ownerId, upload.id, offset, bytes, context.now],
    });
    if (rowCount === 0) throw wrongOffset(upload.received);
    return offset + bytes;
  },
});

function wrongOffset(offset: number): AppError {
  return new AppError({
    ...{ status: 409, code: 'wrong-offset', title: 'This is not the next part' },
    ...{ detail: `The next byte is number ${offset}.`, extra: { offset } },
  });
}

/** Where each part begins. */
export function offsetsOf({ parts }: Pick<Upload, 'parts'>): number[] {
  let at = 0;
  return parts.map((bytes) => {
    const begin = at;
    at += bytes;
    return begin;
  });
}
