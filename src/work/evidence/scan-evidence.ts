import { z } from 'zod';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { type Scanner, ScannerAwayError, type ScanReport } from '#kernel/files/clamd.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import type { ScanState } from './contract.ts';
import { writeCustody } from './custody.ts';
import { evidenceColumns, type LoadedEvidence } from './load-evidence.ts';

/** Stored bytes of evidence. */
export interface StoredBytes {
  readonly ownerId: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What is known of stored bytes after they were looked at, or were to be. */
export interface Finding {
  readonly scan: ScanState;
  readonly report: ScanReport | null;
  /** Why there is no answer. */
  readonly reason?: string;
}

/** Payload of the job `scan-evidence`. */
export const scanJob = z.object({
  ownerId: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  /** How often it was tried without an answer. */
  tries: z.number().int(),
});

/** Waits between tries while the scanner is away: two seconds at first, five minutes at most, without end. */
const firstWaitMs = 2_000;
const longestWaitMs = 300_000;

/** Gives the bytes to the scanner. Never throws because of the scanner: what it does not answer waits. */
export async function lookAt(
  files: FileStore,
  scanner: Scanner | null,
  file: StoredBytes,
  signal?: AbortSignal,
): Promise<Finding> {
  if (scanner === null) return { scan: 'not-scanned', report: null };
  if (file.bytes > scanner.mostBytes) return { scan: 'too-large', report: null };
  try {
    const report = await scanner.scan(await files.openFile(file.ownerId, file.sha256), signal);
    return { scan: report.result, report };
  } catch (error) {
    if (!(error instanceof ScannerAwayError)) throw error;
    return { scan: 'waiting', report: null, reason: error.message };
  }
}

/** Asks for a later try, with the caller's transaction. */
export function scanLater(context: WriteContext, file: StoredBytes, tries: number): void {
  const { ownerId, sha256, bytes } = file;
  const waitMs = tries === 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1));
  context.enqueue({
    kind: 'scan-evidence',
    payload: { ownerId, sha256, bytes, tries },
    startAfter: new Date(context.now.getTime() + waitMs),
  });
}

const whoScans = (ownerId: string) =>
  ({
    principal: systemPrincipal('scan-evidence'),
    scope: { organisations: [ownerId] },
    role: 'app',
  }) as const;

const standingText = `
select case when bool_or(scan = 'waiting') then 'waiting' else 'over' end as standing
from evidence where owner_id = $1 and sha256 = $2 and state <> 'destroyed'`;

/** The job: looks at bytes that wait for it, and writes what was found, or comes again later. Does nothing twice. */
export async function scanWaiting(
  runner: Runner,
  files: FileStore,
  scanner: Scanner | null,
  payload: z.infer<typeof scanJob>,
): Promise<ScanState | 'over'> {
  const { ownerId, sha256, tries } = payload;
  const standing = await runner.database.transaction(
    { role: 'app', scope: [ownerId], person: null, readOnly: true },
    async ({ client }) =>
      (await client.query<{ standing: string }>(standingText, [ownerId, sha256])).rows[0]?.standing,
  );
  if (standing !== 'waiting') return 'over';
  const finding = await lookAt(files, scanner, payload);
  await inWriteTransaction(runner, whoScans(ownerId), async (context) => {
    if (finding.scan === 'waiting') scanLater(context, payload, tries + 1);
    else await writeFinding(context, payload, finding);
  });
  return finding.scan;
}

const foundText = `
update evidence e set scan = $3, version = version + 1, updated_at = $4
where owner_id = $1 and sha256 = $2 and scan = any ($5) and state <> 'destroyed' returning ${evidenceColumns}`;

/**
 * Writes what was found with the bytes to every piece of evidence of the owner that has them: those that wait; where something was found all,
 * because the same bytes may have been taken in before.
 */
export async function writeFinding(
  context: WriteContext,
  { ownerId, sha256 }: StoredBytes,
  finding: Finding,
): Promise<void> {
  const about: readonly ScanState[] =
    finding.scan === 'infected' ? ['waiting', 'not-scanned', 'too-large', 'clean'] : ['waiting'];
  const { rows } = await context.client.query<LoadedEvidence>({
    name: 'evidence-found',
    text: foundText,
    values: [ownerId, sha256, finding.scan, context.now, about],
  });
  for (const one of rows) await tellFinding(context, one, finding);
}

/** The entry of custody and of the trail of a scan that is over, and the event that something was found. */
export async function tellFinding(
  context: WriteContext,
  evidence: Pick<
    LoadedEvidence,
    'id' | 'ownerId' | 'caseId' | 'reference' | 'title' | 'version' | 'audience' | 'sha256'
  > & { readonly contributorId: string; readonly label: string; readonly tlp: string },
  { scan, report }: Finding,
): Promise<void> {
  const { id, ownerId, sha256, caseId, reference, title, contributorId } = evidence;
  const engine = report === null ? {} : { engine: report.engine, signatures: report.signatures };
  const detail = {
    ...{ result: scan, ...engine },
    ...(report?.signature == null ? {} : { signature: report.signature }),
  };
  await writeCustody(context, evidence, [
    { act: 'scanned', person: null, organisation: ownerId, sha256, detail },
  ]);
  context.record({
    ...{ ownerId, action: 'evidence.scanned', kind: 'evidence', recordId: id },
    ...{ recordVersion: evidence.version, details: { reference, caseId, sha256, ...detail } },
  });
  if (scan !== 'infected') return;
  context.emit({
    ...{ name: 'evidence.infected', ownerId, recordId: id },
    payload: {
      ...{ caseId, reference, title, sha256, contributorId },
      ...{ label: evidence.label, tlp: evidence.tlp },
      signature: report?.signature ?? null,
      engine: report?.engine ?? null,
      at: context.now.toISOString(),
    },
  });
}
