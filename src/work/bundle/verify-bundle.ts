import { FormatError } from '#formats/format-error.ts';
import type { BytesAnywhere } from '#formats/table/zip-archive.ts';
import { fingerprintOf } from '#kernel/trail/signing-keys.ts';
import type { BundleFault, Manifest } from './contract.ts';
import { faultOf } from './inspect-bundle.ts';
import { openBundle } from './read-bundle.ts';
import { type PartsVerdict, verifyParts } from './verify-parts.ts';

/** What can be said of a bundle without any database: whether it is whole and who signed it, not whether that one is to be trusted. */
export interface BundleVerdict extends PartsVerdict {
  readonly verified: boolean;
  readonly faults: readonly BundleFault[];
  /** Of the key that signed it; null when that is not known. */
  readonly fingerprint: string | null;
  readonly manifest: Manifest | null;
}

/**
 * Verifies a bundle anywhere, without database or server: archive, signature, every hash and shape, every proof.
 * @param expected the fingerprint that the sender read out; another one is a fault
 */
export async function verifyBundle(
  bytes: BytesAnywhere,
  expected: string | null,
): Promise<BundleVerdict> {
  let known: Pick<BundleVerdict, 'fingerprint' | 'manifest'> = {
    fingerprint: null,
    manifest: null,
  };
  const nothing = { parts: 0, bytes: 0, entries: 0 };
  try {
    const { manifest, signature, read } = await openBundle(bytes);
    const fingerprint = fingerprintOf(signature.publicKey);
    known = { fingerprint, manifest };
    const verdict = await verifyParts(manifest, read);
    if (expected === null || expected === fingerprint) {
      return { verified: true, faults: [], ...verdict, ...known };
    }
    const message = `It was signed with the key ${fingerprint}.`;
    const fault = { code: 'unknown-key', path: 'signature.json', message };
    return { verified: false, faults: [fault], ...verdict, ...known };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { verified: false, faults: [faultOf(error)], ...nothing, ...known };
  }
}
