import { createHash } from 'node:crypto';
import type { AdvisoryFault } from '#formats/advisory.ts';
import { compareRevisions, type RevisionChanges } from './compare-revisions.ts';
import { type DocumentFormat, type PreparedAdvisory, prepareAdvisory } from './prepare-advisory.ts';
import { mostDocumentBytes, readStored } from './read-stored.ts';

/** What a thread of its own may be asked to do. */
export type DocumentJob =
  | { readonly kind: 'prepare'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'compare';
      readonly format: DocumentFormat;
      readonly before: Uint8Array;
      readonly after: Uint8Array;
    };

export interface PreparedDocument {
  readonly sha256: string;
  readonly prepared: PreparedAdvisory | null;
  /** Why it was refused, or what is wrong with it although it could be read. */
  readonly faults: readonly AdvisoryFault[];
}

export type DocumentResult =
  | { readonly kind: 'prepared'; readonly document: PreparedDocument }
  | { readonly kind: 'compared'; readonly changes: RevisionChanges };

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The work itself, the same in a thread and without one. Never throws for bad input. */
export async function doDocumentJob(job: DocumentJob): Promise<DocumentResult> {
  if (job.kind === 'compare') {
    const before = await readStored(job.format, job.before);
    const after = await readStored(job.format, job.after);
    const none: RevisionChanges = { changes: [], leftOut: 0, targets: 0 };
    const changes = before === null || after === null ? none : compareRevisions(before, after);
    return { kind: 'compared', changes };
  }
  const sha256 = sha256Of(job.bytes);
  // Only the thread that reads documents loads their schemas.
  const { readCsaf } = await import('#formats/csaf/read-csaf.ts');
  const { advisory, faults } = readCsaf(job.bytes, { maxBytes: mostDocumentBytes });
  const prepared = advisory === null ? null : prepareAdvisory(advisory);
  return { kind: 'prepared', document: { sha256, prepared, faults: faults.slice(0, 100) } };
}
