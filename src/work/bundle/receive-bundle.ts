import { z } from 'zod';
import { FormatError } from '#formats/format-error.ts';
import { anyMember, authorise, operatorRole } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import {
  defineCommand,
  defineQuery,
  inReadTransaction,
  type Runner,
  runCommand,
  runQuery,
} from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { forbidden, notFound } from '#kernel/errors/app-error.ts';
import type { Scanner } from '#kernel/files/clamd.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import { onlyOrganisation } from '#work/cases/commands.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import type { BundleFault, IntakeView, Manifest } from './contract.ts';
import { type Digests, differencesOf, digest, faultOf, standingOf } from './inspect-bundle.ts';
import { type OpenedBundle, openBundle } from './read-bundle.ts';
import { digestsHere, foreignCaseOf, outcomeFor } from './revisions-here.ts';
import { forgetBytes } from './sweep-intakes.ts';
import { verifyParts } from './verify-parts.ts';

export const importNeed = { permission: 'bundles:import', roles: [anyMember] };

/** Where receiving and importing find what they need. */
export interface BundleParts {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly scanner: Scanner | null;
  readonly dataDir: string;
}

/** What was found out about a bundle, without having written anything of it. */
type Report = Omit<IntakeView, 'id' | 'fileName' | 'bytes' | 'sha256' | 'receivedAt'>;

/**
 * Takes a bundle in to be looked at: its bytes are kept, encrypted, and every signature, hash, shape and proof is verified. Nothing of it is a
 * record yet.
 * @throws 403 without any role there, 413 beyond the limit, 422 for somebody of several organisations who does not say for which
 */
export async function receiveBundle(
  parts: BundleParts,
  principal: Principal,
  input: { readonly organisation?: string | undefined; readonly fileName: string },
  source: AsyncIterable<Uint8Array>,
): Promise<IntakeView> {
  const { organisation } = input;
  const scope = authorise(principal, { ...importNeed, organisationId: organisation ?? null });
  const ownerId = organisation ?? onlyOrganisation(principal, scope.organisations);
  const held = principal.holdings.filter(({ organisationId: at }) => at === ownerId);
  if (!held.some(({ role, caseId }) => role !== operatorRole && caseId === null)) {
    throw forbidden('A bundle is sent in by who holds a role in the organisation.');
  }
  const stored = await parts.files.putFile(ownerId, source);
  const report = await withBundle(parts, ownerId, stored.sha256, (bundle) =>
    inRead(parts, principal, ownerId, (context) => inspect(context, parts, bundle, ownerId)),
  );
  return runCommand(parts.runner, keepIntake, principal, {
    ...{ ownerId, fileName: input.fileName, ...stored, report },
  });
}

function inRead<T>(
  parts: BundleParts,
  principal: Principal,
  ownerId: string,
  work: (context: ReadContext) => Promise<T>,
): Promise<T> {
  const who = { principal, scope: { organisations: [ownerId] }, role: 'app' as const };
  return inReadTransaction(parts.runner, who, work);
}

/** Opens the kept archive for some work; what its readers find wrong becomes a report. */
async function withBundle(
  { files }: BundleParts,
  ownerId: string,
  sha256: string,
  work: (bundle: OpenedBundle) => Promise<Report>,
): Promise<Report> {
  const bytes = await files.openAnywhere(ownerId, sha256);
  try {
    return await work(await openBundle(bytes));
  } catch (error) {
    if (error instanceof FormatError) return failed([faultOf(error)]);
    throw error;
  } finally {
    await bytes.close();
  }
}

function failed(faults: BundleFault[], manifest: Manifest | null = null): Report {
  return {
    ...{ verified: false, faults, signer: null, manifest },
    ...{ outcome: null, foreignCaseId: null, here: null, differences: [] },
  };
}

async function inspect(
  context: ReadContext,
  parts: BundleParts,
  bundle: OpenedBundle,
  ownerId: string,
): Promise<Report> {
  const { manifest } = bundle;
  const standing = await standingOf(context, parts.catalogue, bundle, ownerId);
  const faults = [...standing.faults];
  const theirs: Digests = new Map();
  try {
    await verifyParts(manifest, bundle.read, async (item) => digest(theirs, item));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    faults.push(faultOf(error));
  }
  const { signer, senderId } = standing;
  if (faults.length > 0 || senderId === null) return { ...failed(faults, manifest), signer };
  const known = await foreignCaseOf(context, ownerId, senderId, manifest.id);
  const ours = known === null ? new Map() : await digestsHere(context, ownerId, known);
  return {
    ...{ verified: true, faults, signer, manifest },
    outcome: outcomeFor(known, manifest),
    foreignCaseId: known?.id ?? null,
    here: known === null ? null : { revision: known.revision, importedAt: known.importedAt },
    differences: differencesOf(theirs, ours),
  };
}

const keepInput = z.object({
  ownerId: id,
  fileName: z.string().max(300),
  bytes: z.number(),
  sha256: z.string(),
  report: z.custom<Report>(),
});

const keepIntake = defineCommand({
  id: 'bundles.receive',
  input: keepInput,
  authorise: (principal, { ownerId }) =>
    authorise(principal, { ...importNeed, organisationId: ownerId }),
  run: async (context, { ownerId, fileName, bytes, sha256, report }): Promise<IntakeView> => {
    const intakeId = newId();
    await context.client.query({
      name: 'bundle-intake-keep',
      text: `insert into bundle_intake (owner_id, id, file_name, bytes, sha256, verified, report, received_at, received_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values: [
        ...[ownerId, intakeId, fileName, bytes, sha256, report.verified, JSON.stringify(report)],
        ...[context.now, context.principal.personId],
      ],
    });
    context.record({
      ...{ ownerId, action: 'bundle.receive', kind: 'bundle', recordId: intakeId },
      recordVersion: 1,
      details: {
        ...{ fileName, sha256, bytes, verified: report.verified, faults: report.faults },
        ...{ bundle: report.manifest?.id ?? null, revision: report.manifest?.revision ?? null },
      },
    });
    const receivedAt = context.now.toISOString();
    return { id: intakeId, fileName, bytes, sha256, receivedAt, ...report };
  },
});

/** A bundle that waits, as stored. */
export interface Intake {
  readonly ownerId: string;
  readonly id: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly report: Report;
  readonly receivedAt: Date;
  readonly taken: readonly string[];
}

/** @throws 404 */
export async function findIntake(
  context: ReadContext,
  intakeId: string,
  lock: boolean,
): Promise<Intake> {
  const { rows } = await context.client.query<Intake>({
    name: lock ? 'bundle-intake-lock' : 'bundle-intake-find',
    text: `select owner_id as "ownerId", id, file_name as "fileName", bytes::float8 as bytes, sha256, report, received_at as "receivedAt", taken
      from bundle_intake where owner_id = any ($1::uuid[]) and id = $2 ${lock ? 'for update' : ''}`,
    values: [context.scope.organisations, intakeId],
  });
  if (rows[0] === undefined) throw notFound('bundle');
  return rows[0];
}

/** What was found when the bundle was received. */
export const readIntake = defineQuery({
  id: 'bundles.read-intake',
  input: z.strictObject({ intakeId: id }),
  authorise: (principal) => authorise(principal, importNeed),
  run: async (context, { intakeId }): Promise<IntakeView> => {
    const { fileName, bytes, sha256, report, receivedAt } = await findIntake(
      context,
      intakeId,
      false,
    );
    const shown = { id: intakeId, fileName, bytes, sha256, receivedAt: receivedAt.toISOString() };
    return { ...shown, ...report };
  },
});

const discardIntake = defineCommand({
  id: 'bundles.discard',
  input: z.strictObject({ intakeId: id }),
  authorise: (principal) => authorise(principal, importNeed),
  run: async (context, { intakeId }) => {
    const intake = await findIntake(context, intakeId, true);
    await context.client.query({
      name: 'bundle-intake-drop',
      text: 'delete from bundle_intake where owner_id = $1 and id = $2',
      values: [intake.ownerId, intake.id],
    });
    context.record({
      ...{ ownerId: intake.ownerId, action: 'bundle.discard', kind: 'bundle' },
      ...{ recordId: intake.id, recordVersion: 1 },
      details: { fileName: intake.fileName, sha256: intake.sha256 },
    });
    return intake;
  },
});

/** Forgets a bundle that nobody wants, and its bytes. @throws 404 */
export async function discardBundle(
  { runner, files }: BundleParts,
  principal: Principal,
  intakeId: string,
): Promise<{ id: string }> {
  const intake = await runCommand(runner, discardIntake, principal, { intakeId });
  await forgetBytes(runner, files, intake.ownerId, [intake.sha256, ...intake.taken]);
  return { id: intake.id };
}

/** A waiting bundle, for whoever may import it. */
export function intakeOf(
  { runner }: BundleParts,
  principal: Principal,
  intakeId: string,
): Promise<Intake> {
  return runQuery(runner, findQuery, principal, { intakeId });
}

const findQuery = defineQuery({
  id: 'bundles.find-intake',
  input: z.strictObject({ intakeId: id }),
  authorise: (principal) => authorise(principal, importNeed),
  run: (context, { intakeId }) => findIntake(context, intakeId, false),
});
