import type { WriteContext } from '#kernel/command/context.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { ScanState } from '#work/evidence/contract.ts';
import { keepStored } from '#work/evidence/keep-stored.ts';

/** A stored message, as evidence of an incident. */
export interface StoredMessage {
  readonly subject: string;
  readonly from: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly receivedAt: string;
  readonly scan: Extract<ScanState, 'not-scanned' | 'waiting'>;
}

/** Keeps the message as it was delivered, with its custody: in the name of whoever may bring evidence in. @throws 403, 404 */
export async function keepMessage(
  context: WriteContext,
  catalogue: Catalogue,
  caseId: string,
  { subject, from, sha256, bytes, receivedAt, scan }: StoredMessage,
): Promise<void> {
  await keepStored(context, catalogue, {
    ...{ caseId, sha256, bytes, scan },
    fileName: 'message.eml',
    mediaType: 'message/rfc822',
    kind: 'e-mail',
    title: subject || from,
    collectedBy: from,
    collectedAt: receivedAt,
    collectedWhere: 'INCIDENT_ADDRESS',
  });
}
