import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { canonicalJson } from '#engine/canonical.ts';
import { FormatError } from '#formats/format-error.ts';
import { streamJsonLines } from '#formats/json/stream-json-lines.ts';
import { classifiedMarking } from '#kernel/command/eu-classified.ts';
import { detailsMatch, hashOfHeader } from '#kernel/trail/leaf.ts';
import { verifyInclusion } from '#kernel/trail/merkle.ts';
import type { Manifest, ManifestPart } from './contract.ts';
import { type DocumentItem, type EvidenceItem, shapeOf, type TrailItem } from './items/contract.ts';
import { bundleLimits, itemLimits } from './limits.ts';
import { faultOfShape, hashed, inPart } from './read-bundle.ts';

/** Where the bytes of a part come from: the archive, or the store that they were taken into. */
export type ReadPart = (path: string) => AsyncIterable<Uint8Array>;

/** One object of a data part, in the order of the part. */
export interface BundleItem {
  readonly path: string;
  readonly position: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface PartsVerdict {
  readonly parts: number;
  readonly bytes: number;
  /** Entries of the trail that were proven. */
  readonly entries: number;
}

/**
 * Looks at every part of a bundle: its bytes against the signed hash, each object against its shape, each entry of the trail against the signed
 * head, and that every file is one that the data names. Objects are handed over as they were read; memory stays flat.
 * @param readFiles `read-before`: the bytes of files were hashed already
 * @throws FormatError naming part and line
 */
export async function verifyParts(
  manifest: Manifest,
  read: ReadPart,
  take: (item: BundleItem) => Promise<void> = async () => undefined,
  readFiles: 'read' | 'read-before' = 'read',
): Promise<PartsVerdict> {
  const files = new FilesNamed(manifest);
  let bytes = 0;
  let entries = 0;
  for (const part of manifest.parts) {
    bytes += part.bytes;
    if (part.path.startsWith('files/')) {
      if (readFiles === 'read') await verifyFile(part, read);
      continue;
    }
    await readItems(part, read(part.path), async (item, line) => {
      if (part.path === 'trail.jsonl') {
        checkProof(manifest, item.body as unknown as TrailItem, line);
        entries += 1;
      }
      files.look(part.path, item.body, line);
      await take(item);
    });
  }
  files.end();
  return { parts: manifest.parts.length, bytes, entries };
}

async function verifyFile(part: ManifestPart, read: ReadPart): Promise<void> {
  const { path, sha256 } = part;
  if (path !== `files/${sha256}`) {
    throw new FormatError('hash-differs', 'The name of a file is its hash', { path });
  }
  for await (const _piece of hashed(part, read(path))) {
    // Only the hash matters.
  }
}

/** The objects of a data part, each checked; the part has to be written as this installation would write them, so that one content has one hash. */
async function readItems(
  part: ManifestPart,
  source: AsyncIterable<Uint8Array>,
  take: (item: BundleItem, line: number) => Promise<void>,
): Promise<void> {
  const { path } = part;
  const shape = shapeOf(path);
  if (shape === null) throw new FormatError('not-listed', 'No bundle has such a part', { path });
  let position = 0;
  const canonical = createHash('sha256');
  const options = { limits: itemLimits, maxElementBytes: bundleLimits.maxItemBytes };
  try {
    for await (const { line, value } of streamJsonLines(hashed(part, source), options)) {
      if (position >= bundleLimits.maxItems) {
        throw new FormatError('too-many', `More than ${bundleLimits.maxItems} objects`, { path });
      }
      canonical.update(lineOf(value));
      await take({ path, position, body: itemOf(path, shape, value, line) }, line);
      position += 1;
    }
  } catch (error) {
    if (!(error instanceof FormatError) || error.place.path?.startsWith(path) === true) throw error;
    throw inPart(path, error, error.place.line);
  }
  if (part.items !== position || (path === 'case.json' && position !== 1)) {
    throw new FormatError('size-differs', `It holds ${position} objects`, { path });
  }
  if (canonical.digest('hex') !== part.sha256) {
    const what = 'This part is not canonical JSON (RFC 8785), one object a line';
    throw new FormatError('not-canonical', what, { path });
  }
}

function itemOf(
  path: string,
  shape: z.ZodType<Record<string, unknown>>,
  value: unknown,
  line: number,
): Record<string, unknown> {
  const found = shape.safeParse(value);
  if (!found.success) throw faultOfShape(path, found.error.issues[0], line);
  if (classifiedMarking(JSON.stringify(found.data)) !== null) {
    const message =
      'It carries a marking of EU classified information, which must not be kept here';
    throw new FormatError('eu-classified', message, { path, line });
  }
  return found.data;
}

/** The header gives the leaf, the leaf and its way give the root that the head signs (RFC 9162 §2.1.3.2), and the details fit the header. */
function checkProof(manifest: Manifest, item: TrailItem, line: number): void {
  const place = { path: 'trail.jsonl', line };
  const { header, leafIndex, inclusion, details, salt } = item;
  if (header.owner !== manifest.case.owner.id) {
    throw new FormatError('foreign-entry', 'The entry is of another organisation', place);
  }
  const proven = verifyInclusion(
    leafIndex,
    manifest.head.treeSize,
    hashOfHeader(header),
    inclusion.map((hash) => Buffer.from(hash, 'hex')),
    Buffer.from(manifest.head.rootHash, 'hex'),
  );
  if (!proven) {
    throw new FormatError('not-proven', 'The entry is not in the tree of the signed head', place);
  }
  if (details === undefined || salt === undefined) return;
  if (!detailsMatch(header, details, salt)) {
    throw new FormatError('not-proven', 'The details are not those of the entry', place);
  }
}

/** Files that the data names, against those that are there. */
class FilesNamed {
  readonly #there: ReadonlyMap<string, number>;
  readonly #named = new Set<string>();

  constructor({ parts }: Manifest) {
    const files = parts.filter(({ path }) => path.startsWith('files/'));
    this.#there = new Map(files.map(({ path, bytes }) => [path.slice('files/'.length), bytes]));
  }

  look(path: string, body: Readonly<Record<string, unknown>>, line: number): void {
    if (path === 'evidence.jsonl') {
      const one = body as unknown as EvidenceItem;
      if (one.state !== 'destroyed') this.#require(path, line, one);
    } else if (path === 'documents.jsonl') {
      for (const one of (body as unknown as DocumentItem).renderings)
        this.#require(path, line, one);
    }
  }

  #require(path: string, line: number, file: { sha256: string; bytes: number }): void {
    const bytes = this.#there.get(file.sha256);
    if (bytes === undefined) {
      const what = `The bundle lacks files/${file.sha256}`;
      throw new FormatError('missing-part', what, { path, line });
    }
    if (bytes !== file.bytes) {
      const what = `files/${file.sha256} has ${bytes} bytes instead of ${file.bytes}`;
      throw new FormatError('size-differs', what, { path, line });
    }
    this.#named.add(file.sha256);
  }

  /** @throws FormatError for a file that nothing names */
  end(): void {
    for (const sha256 of this.#there.keys()) {
      if (this.#named.has(sha256)) continue;
      throw new FormatError('not-named', 'Nothing in the bundle names this file', {
        path: `files/${sha256}`,
      });
    }
  }
}

/** A data part as it is written: one object of canonical JSON a line. */
export function linesOf(items: readonly object[]): Buffer {
  return Buffer.from(items.map(lineOf).join(''), 'utf8');
}

const lineOf = (item: unknown): string => `${canonicalJson(item)}\n`;
