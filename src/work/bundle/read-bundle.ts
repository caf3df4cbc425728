import { createHash } from 'node:crypto';
import { canonicalJson, hashOf, sha256Hex } from '#engine/canonical.ts';
import { FormatError } from '#formats/format-error.ts';
import { readJson } from '#formats/json/read-json.ts';
import { type BytesAnywhere, ZipArchive } from '#formats/table/zip-archive.ts';
import { verifyHead, verifyStatement } from '#kernel/trail/signing-keys.ts';
import {
  type BundleSignature,
  bundleSignature,
  type Manifest,
  type ManifestPart,
  manifest as manifestShape,
} from './contract.ts';
import { bundleLimits, manifestLimits, zipLimits } from './limits.ts';

export const manifestName = 'manifest.json';
export const signatureName = 'signature.json';
export const bundlePurpose = 'commonward-bundle';

/** A bundle whose manifest is what its signer signed. Whether the signer is trusted, and the parts, are still to be looked at. */
export interface OpenedBundle {
  readonly manifest: Manifest;
  /** The signed bytes. */
  readonly manifestText: string;
  readonly signature: BundleSignature;
  /** The bytes of a part as they stand in the archive. */
  read(path: string): AsyncIterable<Uint8Array>;
}

/**
 * Opens a bundle: the archive within its limits, the signature over the manifest's bytes, then the manifest, and that the archive holds what it
 * lists and nothing else.
 * @throws FormatError with the path inside the archive
 */
export async function openBundle(bytes: BytesAnywhere): Promise<OpenedBundle> {
  const archive = await ZipArchive.openAnywhere(bytes, zipLimits);
  const signedBytes = await whole(archive, manifestName, bundleLimits.maxManifestBytes);
  const signature = signatureIn(await whole(archive, signatureName, 16 * 1024));
  const manifest = signedManifestIn(signedBytes, signature);
  checkList(archive, manifest);
  return {
    ...{ manifest, signature, manifestText: signedBytes.toString('utf8') },
    read: (path) => archive.read(path),
  };
}

/** The manifest that a signature covers, once the signature holds. @throws FormatError */
export function signedManifestIn(bytes: Buffer, signature: BundleSignature): Manifest {
  checkSignature(signature, bytes);
  return manifestIn(bytes);
}

async function whole(archive: ZipArchive, name: string, maxBytes: number): Promise<Buffer> {
  const place = { path: name };
  const declared = archive.sizeOf(name);
  if (declared === null) throw new FormatError('missing-part', 'The bundle lacks this part', place);
  if (declared > maxBytes) {
    throw new FormatError('too-large', `This part has more than ${maxBytes} bytes`, place);
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of archive.read(name)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The fault with the part that it stands in, whatever place its reader knew. */
export function inPart(path: string, error: FormatError, line?: number): FormatError {
  const inner = error.place.path ?? '';
  return new FormatError(
    error.code,
    error.what,
    {
      path: inner.startsWith('/') ? `${path}#${inner}` : path,
      ...(line === undefined ? {} : { line }),
    },
    { cause: error },
  );
}

function parsed(path: string, bytes: Uint8Array): unknown {
  try {
    return readJson(bytes, manifestLimits);
  } catch (error) {
    if (error instanceof FormatError) throw inPart(path, error);
    throw error;
  }
}

/** What zod says first, as a fault at its place. */
export function faultOfShape(
  path: string,
  issue: { readonly path: PropertyKey[]; readonly message: string } | undefined,
  line?: number,
): FormatError {
  const pointer = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
  return new FormatError('bad-shape', issue?.message ?? 'This is not a part of a bundle', {
    path: `${path}${pointer === '' ? '' : `#${pointer}`}`,
    ...(line === undefined ? {} : { line }),
  });
}

function signatureIn(bytes: Buffer): BundleSignature {
  const value = parsed(signatureName, bytes);
  const found = bundleSignature.safeParse(value);
  if (!found.success) throw faultOfShape(signatureName, found.error.issues[0]);
  checkCanonical(signatureName, 'The signature', value, bytes);
  return found.data;
}

/** One content is written in one way, so that whoever compares bytes compares what they say. @throws FormatError `not-canonical` */
function checkCanonical(path: string, subject: string, value: unknown, bytes: Buffer): void {
  if (canonicalJson(value) === bytes.toString('utf8')) return;
  throw new FormatError('not-canonical', `${subject} is not canonical JSON (RFC 8785)`, { path });
}

function checkSignature(signature: BundleSignature, signedBytes: Buffer): void {
  let holds = false;
  try {
    holds = verifyStatement(signature, signature.publicKey);
  } catch {
    // What is no key signs nothing.
  }
  if (holds && signature.sha256 === sha256Hex(signedBytes)) return;
  throw new FormatError('bad-signature', 'The signature is not one of this manifest', {
    path: signatureName,
  });
}

function manifestIn(bytes: Buffer): Manifest {
  const value = parsed(manifestName, bytes);
  const found = manifestShape.safeParse(value);
  if (!found.success) throw faultOfShape(manifestName, found.error.issues[0]);
  const place = { path: manifestName };
  checkCanonical(manifestName, 'The manifest', value, bytes);
  const manifest = found.data;
  let holds = false;
  try {
    holds = verifyHead(manifest.head, manifest.headKey);
  } catch {
    // As above.
  }
  if (!holds) throw new FormatError('bad-head', 'The head of the trail is not signed', place);
  if (contentHashOf(manifest.parts) !== manifest.contentHash) {
    throw new FormatError('hash-differs', 'The hash of the content is another', place);
  }
  return manifest;
}

/** The hash that two exports of one content share: of all parts but the trail, which grows with every export. */
export function contentHashOf(parts: readonly ManifestPart[]): string {
  return hashOf(
    parts
      .filter(({ path }) => path !== 'trail.jsonl')
      .map(({ path, sha256 }) => ({ path, sha256 }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  );
}

function checkList(archive: ZipArchive, { parts }: Manifest): void {
  const listed = new Set([manifestName, signatureName]);
  let data = 0;
  for (const { path, bytes } of parts) {
    if (listed.has(path)) throw new FormatError('listed-twice', 'Listed twice', { path });
    listed.add(path);
    const size = archive.sizeOf(path);
    if (size === null)
      throw new FormatError('missing-part', 'The bundle lacks this part', { path });
    if (size !== bytes) {
      throw new FormatError('size-differs', `It has ${size} bytes instead of ${bytes}`, { path });
    }
    if (!path.startsWith('files/')) data += bytes;
  }
  if (data > bundleLimits.maxDataBytes) {
    const what = `The data has more than ${bundleLimits.maxDataBytes} bytes`;
    throw new FormatError('too-large', what, { path: manifestName });
  }
  for (const path of ['case.json', 'trail.jsonl']) {
    if (!listed.has(path))
      throw new FormatError('missing-part', 'No bundle is without it', { path });
  }
  for (const path of archive.names()) {
    if (!listed.has(path))
      throw new FormatError('not-listed', 'The manifest does not list it', { path });
  }
}

/** The bytes of a part, hashed on the way. @throws FormatError `hash-differs` after the last one */
export async function* hashed(
  { path, sha256 }: ManifestPart,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of source) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== sha256) {
    throw new FormatError('hash-differs', 'These are not the bytes that were signed', { path });
  }
}
