import { addDuration } from '#engine/duration.ts';
import type { EvidenceRule } from '#engine/evidence.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand, type Runner } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { conflict, notFound } from '#kernel/errors/app-error.ts';
import type { Scanner } from '#kernel/files/clamd.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import { type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { type ScanState, takeInInput } from './contract.ts';
import { type CustodyDraft, writeCustody } from './custody.ts';
import { custodian, evidenceLifeCycle } from './evidence-life.ts';
import { type Finding, scanLater, tellFinding, writeFinding } from './scan-evidence.ts';
import { type Told, toldOf } from './told.ts';
import { findUpload, refuseUnlessOpen, type Upload } from './uploads.ts';

/** Without a role of a case it is no custodian's act: the giver's. */
export const need = { permission: 'evidence:contribute', roles: [anyMember] };

/** What taking in needs beside its input. */
export interface EvidenceParts {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly scanner: Scanner | null;
}

/** What became of an upload. */
export interface Taken {
  readonly id: string;
  readonly reference: string;
  readonly scan: ScanState;
  readonly signature: string | null;
}

export async function endUpload(
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
  collected_where, effective_on, method, scan, contributor_id, recipient_id, holder_id, retained_until, state, label, tlp, audience, received_at,
  received_by, updated_at, upload_id)
select $1, $2, $3, 'E-' || ((select count(*) from evidence e where e.owner_id = $1 and e.case_id = $3) + 1), $4, $5, $6, $7, $8, $9, $10, $11,
  $12, $13, $14, $15, $16, $17, $1, $18, $19, $20, $21, $22, $23, $24, $23, $25
returning reference`;

/** The piece of evidence that a complete upload becomes, with the first entries of its custody. */
export function keepEvidence({ catalogue }: Pick<EvidenceParts, 'catalogue'>, looked: Finding) {
  return defineCommand({
    id: 'evidence.take-in',
    input: takeInInput,
    authorise: (principal) => authorise(principal, need),
    run: async (context, input): Promise<Taken> => {
      const upload = await findUpload(context, input.uploadId);
      const owned = { ...context, scope: { organisations: [upload.ownerId] } };
      const loaded = await loadCase(owned, upload.caseId, { lock: true });
      const { row } = loaded;
      const rule = moduleOf(catalogue, row).procedure.evidence;
      if (rule === undefined) throw notFound('evidence');
      if (upload.recipientId === null) refuseUnlessOpen(catalogue, row);
      const told = toldOf(rule, input, context.now);
      const finding = await withEarlier(context, upload, looked);
      const kept = await insertEvidence(context, { row, rule, loaded, upload, told, finding });
      await endUpload(context, upload, 'taken-in');
      await firstEntries(context, upload, kept, rule.origin === 'provided' ? null : told);
      context.record({
        ...{ ownerId: row.ownerId, action: 'evidence.take-in', kind: 'evidence' },
        ...{ recordId: kept.id, recordVersion: 1 },
        details: {
          ...input,
          ...{ caseId: row.id, reference: kept.reference, sha256: upload.sha256 },
          ...{ bytes: upload.bytes, contributorId: upload.organisationId },
        },
      });
      if (finding.scan === 'waiting') scanLater(context, upload, 1);
      else if (finding.scan !== 'not-scanned') await tellFinding(context, kept, finding);
      // The same bytes may have been taken in before anything was found in them.
      if (finding.scan === 'infected') await writeFinding(context, upload, finding);
      if (finding.scan !== 'infected') {
        context.emit({
          ...{ name: 'evidence.taken-in', ownerId: row.ownerId, recordId: kept.id },
          payload: { caseId: row.id, kind: told.kind, recipientId: upload.recipientId },
        });
      }
      const signature = finding.report?.signature ?? null;
      return { id: kept.id, reference: kept.reference, scan: finding.scan, signature };
    },
  });
}

/** Bytes in which something was found stay infected, whatever a scan says of the same bytes now. */
async function withEarlier(
  context: WriteContext,
  { ownerId, sha256 }: Upload,
  finding: Finding,
): Promise<Finding> {
  if (finding.scan === 'infected') return finding;
  const { rows } = await context.client.query<{ report: Finding['report'] }>({
    name: 'evidence-infected-before',
    text: `select c.detail as report from evidence e join custody_entry c on c.owner_id = e.owner_id and c.evidence_id = e.id
      where e.owner_id = $1 and e.sha256 = $2 and e.scan = 'infected' and c.act = 'scanned' and c.detail->>'result' = 'infected'
      order by c.id desc limit 1`,
    values: [ownerId, sha256],
  });
  const [before] = rows;
  return before === undefined ? finding : { scan: 'infected', report: before.report };
}

interface Keeping {
  readonly row: CaseRow;
  readonly rule: EvidenceRule;
  readonly loaded: LoadedCase;
  readonly upload: Upload;
  readonly told: Told;
  readonly finding: Finding;
}

async function insertEvidence(context: WriteContext, keeping: Keeping) {
  const { row, rule, loaded, upload, told, finding } = keeping;
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
      ...[row.ownerId, id, row.id, told.kind, told.title, upload.fileName],
      ...[upload.mediaType, upload.bytes, upload.sha256, told.collectedBy],
      ...[new Date(told.collectedAt), told.collectedWhere, told.effectiveOn, told.method],
      ...[finding.scan, upload.organisationId, upload.recipientId, new Date(retained)],
      ...[evidenceLifeCycle(rule).initial, row.label, row.tlp, audience, context.now],
      ...[context.principal.personId, upload.id],
    ],
  });
  await shareEvidence(context, row, id, audience);
  return {
    ...{ id, ownerId: row.ownerId, caseId: row.id, reference: rows[0]?.reference ?? '' },
    ...{ title: told.title, version: 1, audience, sha256: upload.sha256 },
    ...{ contributorId: upload.organisationId, label: row.label, tlp: row.tlp },
  };
}

/**
 * Collected where it was, sent with its hash, received with the same hash: custody begins before we had it. Of what was not collected (null) it
 * begins with the sending.
 */
async function firstEntries(
  context: WriteContext,
  upload: Upload,
  kept: { readonly id: string; readonly ownerId: string; readonly audience: readonly string[] },
  collected: Told | null,
): Promise<void> {
  const { sha256, organisationId } = upload;
  const person = context.principal.personId;
  await writeCustody(context, kept, [
    ...(collected === null ? [] : [collecting(collected, organisationId, sha256)]),
    { act: 'send', person, organisation: organisationId, sha256, detail: {} },
    {
      ...{ act: 'receive', person: null, organisation: kept.ownerId, sha256 },
      detail: { custodian },
    },
  ]);
}

function collecting(told: Told, organisation: string, sha256: string): CustodyDraft {
  const { collectedBy, collectedAt, collectedWhere, effectiveOn, method } = told;
  const detail = { collectedBy, collectedAt, collectedWhere, effectiveOn, method };
  return { act: 'collect', person: null, organisation, sha256, detail };
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
