import type { NormalisedAdvisory } from '#formats/advisory.ts';
import { advisoryReaders } from '#formats/advisory-readers.ts';
import type { DocumentFormat } from './prepare-advisory.ts';

const readers = {
  csaf: advisoryReaders.csaf,
  osv: advisoryReaders.osv,
  debian: advisoryReaders['debian-tracker'],
} as const;

/** Largest document, in bytes; one that is larger is refused with its size. */
export const mostDocumentBytes = 64 * 1024 * 1024;

/** The advisory of bytes that were accepted before; null when this version of the product no longer reads them. */
export async function readStored(
  format: DocumentFormat,
  bytes: Uint8Array,
): Promise<NormalisedAdvisory | null> {
  if (format === 'manual') {
    return JSON.parse(new TextDecoder().decode(bytes)) as NormalisedAdvisory;
  }
  async function* source() {
    yield bytes;
  }
  for await (const item of readers[format](source(), { maxRecordBytes: mostDocumentBytes })) {
    if (item.kind === 'advisory') return item.advisory;
  }
  return null;
}
