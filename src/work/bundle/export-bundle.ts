import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { canonicalJson, sha256Hex } from '#engine/canonical.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import {
  defineCommand,
  defineQuery,
  type Runner,
  runCommand,
  runQuery,
} from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { AppError, conflict } from '#kernel/errors/app-error.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import { openTrailSigner, type TrailSigner } from '#kernel/trail/signing-keys.ts';
import { loadCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { writeCustody } from '#work/evidence/custody.ts';
import { titlesOf } from '#work/paging.ts';
import { collectTrail, type TrailPart } from './collect-trail.ts';
import type { Manifest } from './contract.ts';
import { definitionHashOf } from './definition-hash.ts';
import {
  type Collected,
  collect,
  dataPart,
  type ExportInput,
  exportInput,
  exportNeed,
  lastExport,
  nextRevision,
} from './plan-export.ts';
import { bundlePurpose, manifestName, signatureName } from './read-bundle.ts';
import { writeArchive } from './write-archive.ts';

/** How long an export waits for the sealer to take the last entries of the case into the tree. */
const sealWaitMs = 15_000;
const lookEveryMs = 200;

interface Prepared extends Collected {
  readonly bundleId: string;
  readonly revision: number;
  readonly at: string;
}

/** Where an export finds what it needs. */
export interface ExportParts {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly dataDir: string;
}

/**
 * Exports a case for an organisation: writes down what goes (trail, custody, list of exports), waits until that is sealed, and gives the
 * signed archive as a stream.
 * @throws 404, 409 `bundle-refused` with every reason, `not-sealed` while no sealer works
 */
export async function exportBundle(
  parts: ExportParts,
  principal: Principal,
  input: ExportInput,
): Promise<{ readonly fileName: string; readonly revision: number; readonly stream: Readable }> {
  const { runner, catalogue, files, dataDir } = parts;
  const prepared = await runCommand(runner, prepare(catalogue), principal, input);
  const trail = await sealedTrail(runner, principal, prepared);
  const ownerId = prepared.loaded.row.ownerId;
  const trailPart = dataPart('trail.jsonl', trail.items);
  const data = [...prepared.data, trailPart];
  const signed = signedManifest(openTrailSigner(dataDir), {
    ...manifestOf(catalogue, prepared, trail),
    parts: [...data.map(({ part }) => part), ...prepared.files],
  });
  const stream = writeArchive([
    ...signed,
    ...data.map(({ part, content }) => ({ path: part.path, content })),
    ...prepared.files.map(({ path, bytes, sha256 }) => ({
      ...{ path, bytes },
      open: () => files.openFile(ownerId, sha256),
    })),
  ]);
  const { reference } = prepared.loaded.row;
  const fileName = `${reference}-${prepared.recipient.code}-r${prepared.revision}.zip`;
  return {
    fileName: fileName.replaceAll(/[^A-Za-z0-9._-]+/g, '-'),
    revision: prepared.revision,
    stream,
  };
}

/** The manifest as canonical JSON and the signature over it. */
export function signedManifest(signer: TrailSigner, manifest: Manifest) {
  const text = Buffer.from(canonicalJson(manifest), 'utf8');
  const statement = signer.signStatement(bundlePurpose, sha256Hex(text));
  const signature = canonicalJson({ ...statement, publicKey: signer.publicKey });
  return [
    { path: manifestName, content: text },
    { path: signatureName, content: Buffer.from(signature, 'utf8') },
  ];
}

function manifestOf(
  catalogue: Catalogue,
  prepared: Prepared,
  trail: TrailPart,
): Omit<Manifest, 'parts'> {
  const { row } = prepared.loaded;
  return {
    ...{ format: 'commonward-bundle', version: 1 },
    ...{ id: prepared.bundleId, revision: prepared.revision, exportedAt: prepared.at },
    ...{ sender: prepared.sender, recipient: prepared.recipient },
    case: {
      ...{ id: row.id, owner: prepared.owner, procedure: row.procedure },
      definitionVersion: row.definitionVersion,
      definitionHash: definitionHashOf(catalogue, row),
      ...{ reference: row.reference, title: row.title, state: row.state },
      ...{ label: row.label as 'LIMITED', tlp: row.tlp as 'AMBER' },
      ...{ version: row.version, updatedAt: row.updatedAt },
    },
    contentHash: prepared.contentHash,
    ...{ head: trail.head, headKey: trail.headKey },
  };
}

function prepare(catalogue: Catalogue) {
  return defineCommand({
    id: 'bundles.export',
    input: exportInput,
    authorise: (principal) => authorise(principal, exportNeed),
    run: async (context, input): Promise<Prepared> => {
      const collected = await collect(context, catalogue, input, true);
      if (collected.refusals.length > 0) throw refusedExport(collected.refusals);
      const last = await lastExport(context, collected);
      const revision = nextRevision(last, collected.contentHash);
      const bundleId = last?.bundleId ?? newId();
      const at = context.now.toISOString();
      const prepared = { ...collected, bundleId, revision, at };
      await writeDown(context, prepared);
      return prepared;
    },
  });
}

async function writeDown(context: WriteContext, prepared: Prepared): Promise<void> {
  const { loaded, sender, recipient, revision, contentHash, evidence } = prepared;
  const { row } = loaded;
  const { personId, organisationId } = context.principal;
  await context.client.query({
    name: 'bundle-export-keep',
    text: `insert into bundle_export (owner_id, id, bundle_id, case_id, recipient_id, revision, content_hash, at, person_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      ...[sender.id, newId(), prepared.bundleId, row.id, recipient.id, revision, contentHash],
      ...[context.now, personId],
    ],
  });
  for (const { id: evidenceId, sha256, audience } of evidence) {
    const detail = { recipient: recipient.id, revision };
    const entry = { act: 'export', person: personId, organisation: organisationId, sha256, detail };
    await writeCustody(context, { id: evidenceId, ownerId: row.ownerId, audience }, [entry]);
  }
  context.record({
    ...{ ownerId: row.ownerId, action: 'case.export-bundle', kind: 'case', recordId: row.id },
    recordVersion: row.version,
    details: {
      ...{ recipient: recipient.id, revision, contentHash },
      parts: Object.fromEntries(prepared.data.map(({ part }) => [part.path, part.items])),
      files: prepared.files.length,
    },
  });
}

function refusedExport(refusals: Collected['refusals']): AppError {
  const role = refusals.length === 1 && refusals[0]?.code === 'role';
  return new AppError({
    ...{ status: role ? 403 : 409, code: 'bundle-refused', title: 'Nothing of it goes there' },
    detail: refusals.map(({ message }) => message).join(' '),
    extra: { reasons: refusals },
  });
}

async function sealedTrail(
  runner: Runner,
  principal: Principal,
  prepared: Prepared,
): Promise<TrailPart> {
  const input = { caseId: prepared.loaded.row.id };
  const wanted = {
    ownerId: prepared.loaded.row.ownerId,
    ...{ recipientId: prepared.recipient.id, recordIds: prepared.recordIds },
  };
  const read = defineQuery({
    id: 'bundles.trail',
    input: z.strictObject({ caseId: id }),
    authorise: (who) => authorise(who, exportNeed),
    run: async (context, { caseId }) => {
      // The owner of the case comes into the scope.
      await loadCase(context, caseId, { lock: false });
      return collectTrail(context.client, wanted);
    },
  });
  // What is waited for is the machine's own work, so its real clock counts.
  const end = performance.now() + sealWaitMs;
  for (;;) {
    const found = await runQuery(runner, read, principal, input);
    if (found !== null) return found;
    if (performance.now() > end) {
      throw conflict(
        'not-sealed',
        'The trail of this case is not sealed yet: the worker that seals it does not run. Try again in a minute.',
      );
    }
    await delay(lookEveryMs);
  }
}

/** Every export of a case by the reader's organisations, newest first. */
export const listExports = defineQuery({
  id: 'bundles.exports',
  input: z.strictObject({ caseId: id }),
  authorise: (principal) =>
    authorise(principal, { permission: 'bundles:read', roles: [anyMember] }),
  run: async (context, { caseId }) => {
    const { rows } = await context.client.query<{
      id: string;
      recipientId: string;
      revision: number;
      contentHash: string;
      at: Date;
      personId: string | null;
    }>({
      name: 'bundle-exports',
      text: `select id, recipient_id as "recipientId", revision, content_hash as "contentHash", at, person_id as "personId"
        from bundle_export where owner_id = any ($1::uuid[]) and case_id = $2 order by id desc limit 200`,
      values: [context.scope.organisations, caseId],
    });
    return {
      items: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
      titles: await titlesOf(context, {
        organisations: rows.map((row) => row.recipientId),
        people: rows.map((row) => row.personId),
      }),
    };
  },
});
