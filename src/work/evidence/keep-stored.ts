import type { evidenceKinds } from '#engine/evidence.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { ScanState } from './contract.ts';
import { keepEvidence } from './keep-evidence.ts';
import { startUpload } from './uploads.ts';

/** Bytes that lie in the file store already, under the case's owner: a message that was delivered. */
export interface StoredEvidence {
  readonly caseId: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly fileName: string;
  readonly mediaType: string;
  readonly kind: (typeof evidenceKinds)[number];
  readonly title: string;
  readonly collectedBy: string;
  readonly collectedAt: string;
  readonly collectedWhere: string;
  readonly scan: Extract<ScanState, 'not-scanned' | 'waiting'>;
}

/**
 * Takes stored bytes in as evidence of a case, in the name of the principal, by the same steps as an upload.
 * @throws 403 for who brings no evidence in, 404 for a case that is not visible
 */
export async function keepStored(
  context: WriteContext,
  catalogue: Catalogue,
  stored: StoredEvidence,
): Promise<void> {
  const { caseId, sha256, bytes, fileName, mediaType, scan, ...told } = stored;
  const { id } = await startUpload(catalogue).run(context, {
    ...{ caseId, fileName, mediaType, bytes, sha256 },
  });
  await keepEvidence({ catalogue }, { scan, report: null }).run(context, {
    ...{ ...told, uploadId: id },
    ...{ title: told.title.slice(0, 300), collectedBy: told.collectedBy.slice(0, 200) },
  });
}
