import { z } from 'zod';
import { FormatError } from '#formats/format-error.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineCommand, runCommand } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { AppError, conflict, forbidden } from '#kernel/errors/app-error.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { lookAt } from '#work/evidence/scan-evidence.ts';
import type { BundleFault, ImportOutcome, Manifest } from './contract.ts';
import { faultOf, standingOf } from './inspect-bundle.ts';
import { hashed, type OpenedBundle, openBundle } from './read-bundle.ts';
import {
  type BundleParts,
  findIntake,
  type Intake,
  importNeed,
  intakeOf,
} from './receive-bundle.ts';
import { foreignCaseOf, outcomeFor, refuseOutcome } from './revisions-here.ts';
import { forgetBytes } from './sweep-intakes.ts';
import { tellInfected } from './tell-infected.ts';
import { type BundleItem, verifyParts } from './verify-parts.ts';

const intakeInput = z.strictObject({ intakeId: id });
const batchSize = 500;

/**
 * Imports a bundle that was received: everything is verified once more, its files go into the store first, then one transaction writes the case
 * with all that belongs to it, or nothing. The same revision again changes nothing.
 * @throws 404, 403 without a role of the procedure, 409 `bundle-unverified` with each fault, `older-revision`, `contradiction`
 */
export async function importBundle(
  parts: BundleParts,
  principal: Principal,
  intakeId: string,
): Promise<ImportOutcome> {
  const { runner, files } = parts;
  const intake = await intakeOf(parts, principal, intakeId);
  const bytes = await files.openAnywhere(intake.ownerId, intake.sha256);
  try {
    const bundle = await openBundle(bytes);
    refuseOtherRoles(parts.catalogue, principal, intake.ownerId, bundle.manifest);
    const before = await runCommand(runner, judging(parts, bundle), principal, { intakeId });
    const outcome =
      before === 'unchanged'
        ? await runCommand(runner, writing(parts, bundle), principal, { intakeId })
        : await takeAndWrite(parts, principal, intake, bundle);
    await forgetBytes(runner, files, intake.ownerId, [intake.sha256]);
    return outcome;
  } catch (error) {
    if (error instanceof FormatError) throw unverified([faultOf(error)]);
    throw error;
  } finally {
    await bytes.close();
  }
}

async function takeAndWrite(
  parts: BundleParts,
  principal: Principal,
  intake: Intake,
  bundle: OpenedBundle,
): Promise<ImportOutcome> {
  const { runner, files } = parts;
  try {
    await takeFiles(parts, principal, intake, bundle);
    return await runCommand(runner, writing(parts, bundle), principal, { intakeId: intake.id });
  } catch (error) {
    const taken = bundle.manifest.parts.map(({ sha256 }) => sha256);
    await forgetBytes(runner, files, intake.ownerId, taken);
    throw error;
  }
}

/** Who imports holds, in the importing organisation, a role of the procedure that the case is of. @throws 403 */
function refuseOtherRoles(
  catalogue: Catalogue,
  principal: Principal,
  ownerId: string,
  manifest: Manifest,
): void {
  const named = catalogue.procedures.get(manifest.case.procedure)?.procedure.roles ?? {};
  const roles = Object.keys(named).filter((role) => role !== anyMember);
  const holds = principal.holdings.some(
    (held) => held.organisationId === ownerId && held.caseId === null && roles.includes(held.role),
  );
  if (holds || roles.length === 0) return;
  throw forbidden(`A case of this procedure is imported by: ${roles.join(', ')}.`, { roles });
}

/** Trust, addressee, definitions and revision, by what is here now. @throws 409 */
async function judge(
  context: WriteContext,
  parts: BundleParts,
  bundle: OpenedBundle,
  ownerId: string,
) {
  const standing = await standingOf(context, parts.catalogue, bundle, ownerId);
  const { senderId, installation } = standing;
  if (standing.faults.length > 0 || senderId === null || installation === null) {
    throw unverified(standing.faults);
  }
  const known = await foreignCaseOf(context, ownerId, senderId, bundle.manifest.id);
  const outcome = outcomeFor(known, bundle.manifest);
  refuseOutcome(outcome, known, bundle.manifest);
  const { signer } = standing;
  return { senderId, known, outcome, installation, fingerprint: signer.fingerprint };
}

/** Judges before anything is taken, and writes down which bytes may come into the store, so that they are forgotten if this ends here. */
function judging(parts: BundleParts, bundle: OpenedBundle) {
  return defineCommand({
    id: 'bundles.judge',
    input: intakeInput,
    authorise: (principal) => authorise(principal, importNeed),
    run: async (context, { intakeId }) => {
      const { ownerId } = await findIntake(context, intakeId, true);
      const { outcome } = await judge(context, parts, bundle, ownerId);
      await context.client.query({
        name: 'bundle-intake-taken',
        text: 'update bundle_intake set taken = $3 where owner_id = $1 and id = $2',
        values: [ownerId, intakeId, bundle.manifest.parts.map(({ sha256 }) => sha256)],
      });
      return outcome;
    },
  });
}

/** Puts every part into the store, each hashed on its way and its files scanned. @throws FormatError, 409 while the scanner is away */
async function takeFiles(
  parts: BundleParts,
  principal: Principal,
  { id: intakeId, ownerId }: Intake,
  { manifest, read }: OpenedBundle,
): Promise<void> {
  const { files, scanner } = parts;
  for (const part of manifest.parts) {
    const stored = await files.putFile(ownerId, hashed(part, read(part.path)));
    if (!part.path.startsWith('files/')) continue;
    const { scan, report } = await lookAt(files, scanner, { ownerId, ...stored });
    if (scan === 'infected') {
      await tellInfected(parts, principal, intakeId, { manifest, part, report });
      const what = `Malicious code was found in it: ${report?.signature ?? 'unnamed'}`;
      throw new FormatError('infected', what, { path: part.path });
    }
    if (scan === 'waiting') {
      throw conflict('scanner-away', 'The scanner for malicious code does not answer. Try later.');
    }
  }
}

/** The one transaction that makes the foreign case or its next revision. */
function writing(parts: BundleParts, bundle: OpenedBundle) {
  return defineCommand({
    id: 'bundles.import',
    input: intakeInput,
    authorise: (principal) => authorise(principal, importNeed),
    run: async (context, { intakeId }): Promise<ImportOutcome> => {
      const intake = await findIntake(context, intakeId, true);
      const { ownerId } = intake;
      const { manifest } = bundle;
      const judged = await judge(context, parts, bundle, ownerId);
      const { known, outcome } = judged;
      await context.client.query({
        name: 'bundle-intake-done',
        text: 'delete from bundle_intake where owner_id = $1 and id = $2',
        values: [ownerId, intakeId],
      });
      const foreignCaseId = known?.id ?? newId();
      const result = { foreignCaseId, revision: manifest.revision };
      if (outcome === 'unchanged') return { outcome, ...result };
      await writeCase(context, ownerId, foreignCaseId, { manifest, ...judged });
      await writeRevision(context, intake, foreignCaseId, bundle, judged);
      await writeItems(context, ownerId, foreignCaseId, bundle);
      context.record({
        ...{ ownerId, action: 'bundle.import', kind: 'foreign-case', recordId: foreignCaseId },
        recordVersion: manifest.revision,
        details: {
          ...{ bundle: manifest.id, revision: manifest.revision, sender: manifest.sender },
          ...{ reference: manifest.case.reference, contentHash: manifest.contentHash },
          fingerprint: judged.fingerprint,
        },
      });
      return { outcome: outcome === 'newer' ? 'newer' : 'new', ...result };
    },
  });
}

/** @throws 409 `import-again` when the same bundle was imported meanwhile */
async function writeCase(
  context: WriteContext,
  ownerId: string,
  foreignCaseId: string,
  {
    manifest,
    senderId,
    known,
  }: { manifest: Manifest; senderId: string; known: { revision: number } | null },
): Promise<void> {
  const { case: one } = manifest;
  const { rowCount } = await context.client.query({
    name: 'foreign-case-write',
    text: `insert into foreign_case as f (owner_id, id, bundle_id, sender_id, case_owner, revision, procedure, definition_version, reference, title,
        state, label, tlp, imported_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
      on conflict (owner_id, sender_id, bundle_id) do update set revision = excluded.revision, definition_version = excluded.definition_version,
        reference = excluded.reference, title = excluded.title, state = excluded.state, label = excluded.label, tlp = excluded.tlp,
        updated_at = excluded.updated_at
      where f.id = excluded.id and f.revision = $15`,
    values: [
      ...[ownerId, foreignCaseId, manifest.id, senderId, JSON.stringify(one.owner)],
      ...[manifest.revision, one.procedure, one.definitionVersion, one.reference, one.title],
      ...[one.state, one.label, one.tlp, context.now, known?.revision ?? 0],
    ],
  });
  if (rowCount !== 1) {
    throw conflict(
      'import-again',
      'The same case was imported meanwhile. Look at it, then try again.',
    );
  }
}

async function writeRevision(
  context: WriteContext,
  intake: Intake,
  foreignCaseId: string,
  { manifest, manifestText, signature }: OpenedBundle,
  by: { readonly fingerprint: string; readonly installation: { readonly installationId: string } },
): Promise<void> {
  const { ownerId } = intake;
  await context.client.query({
    name: 'foreign-revision-write',
    text: `insert into foreign_case_revision (owner_id, foreign_case_id, revision, content_hash, manifest, signature, fingerprint, installation_id,
        bundle_sha256, imported_at, imported_by)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      ...[ownerId, foreignCaseId, manifest.revision, manifest.contentHash, manifestText],
      ...[JSON.stringify(signature), by.fingerprint, by.installation.installationId],
      ...[intake.sha256, context.now, context.principal.personId],
    ],
  });
  await context.client.query({
    name: 'foreign-parts-write',
    text: `insert into foreign_case_part (owner_id, foreign_case_id, revision, path, sha256, bytes, items)
      select $1, $2, $3, p.path, p.sha256, p.bytes, p.items
      from jsonb_to_recordset($4::jsonb) as p (path text, sha256 text, bytes bigint, items integer)`,
    values: [ownerId, foreignCaseId, manifest.revision, JSON.stringify(manifest.parts)],
  });
}

async function writeItems(
  context: WriteContext,
  ownerId: string,
  foreignCaseId: string,
  { manifest, read }: OpenedBundle,
): Promise<void> {
  let batch: BundleItem[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    await context.client.query({
      name: 'foreign-items-write',
      text: `insert into foreign_case_item (owner_id, foreign_case_id, revision, path, position, body)
        select $1, $2, $3, i.path, i.position, i.body
        from jsonb_to_recordset($4::jsonb) as i (path text, position integer, body jsonb)`,
      values: [ownerId, foreignCaseId, manifest.revision, JSON.stringify(batch)],
    });
    batch = [];
  };
  await verifyParts(
    manifest,
    read,
    async (item) => {
      batch.push(item);
      if (batch.length >= batchSize) await flush();
    },
    'read-before',
  );
  await flush();
}

function unverified(faults: readonly BundleFault[]): AppError {
  return new AppError({
    ...{ status: 409, code: 'bundle-unverified', title: 'This bundle may not be imported' },
    detail: faults
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
      .join(' '),
    faults,
  });
}
