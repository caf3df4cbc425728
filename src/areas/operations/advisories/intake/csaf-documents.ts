import { byteLines, wholeBytes } from '#formats/byte-lines.ts';
import { FormatError } from '#formats/format-error.ts';
import { peekSource } from '#formats/json/peek-source.ts';
import { streamJsonArray } from '#formats/json/stream-json.ts';
import { ThreadError } from '#kernel/threads/worker-thread.ts';
import type { ImportFault, Place } from '#work/imports/importer.ts';
import type { DocumentPool } from './document-pool.ts';
import type { PreparedAdvisory } from './prepare-advisory.ts';
import { mostDocumentBytes } from './read-stored.ts';

export interface FoundDocument {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** Null when the document was refused. */
  readonly prepared: PreparedAdvisory | null;
  readonly faults: readonly ImportFault[];
}

/** One of many in a list; a larger document comes alone, so that a list never holds much in memory. */
const mostListedBytes = 4 * 1024 * 1024;
/** Documents, and their bytes, given to the thread before the first of them is taken back: it works while batches are written. */
const ahead = 64;
const aheadBytes = 8 * 1024 * 1024;

interface Piece {
  readonly bytes: Uint8Array | null;
  readonly place: Place;
  readonly fault: ImportFault | null;
}

/** CSAF documents of an upload: one document, a JSON array of them, or one on each line; validated in a thread, in their order. */
export async function* csafDocuments(
  source: AsyncIterable<Uint8Array>,
  pool: DocumentPool,
): AsyncGenerator<FoundDocument> {
  const waiting: { size: number; document: Promise<FoundDocument> }[] = [];
  let size = 0;
  for await (const piece of pieces(source)) {
    const own = piece.bytes?.length ?? 0;
    waiting.push({ size: own, document: read(piece, pool) });
    size += own;
    while (waiting.length > ahead || (size > aheadBytes && waiting.length > 1)) {
      const first = waiting.shift();
      size -= first?.size ?? 0;
      if (first !== undefined) yield await first.document;
    }
  }
  for (const { document } of waiting) yield await document;
}

async function read(piece: Piece, pool: DocumentPool): Promise<FoundDocument> {
  const { bytes, place, fault } = piece;
  const refused = (faults: ImportFault[]): FoundDocument => ({
    bytes: new Uint8Array(),
    sha256: '',
    prepared: null,
    faults,
  });
  if (bytes === null) return refused(fault === null ? [] : [fault]);
  try {
    const { sha256, prepared, faults } = await pool.prepare(bytes);
    const told = faults.map(({ path, code, message }) => ({
      place: { ...place, path: `${place.path ?? ''}${path}` },
      code,
      message,
    }));
    return { bytes, sha256, prepared, faults: told };
  } catch (error) {
    if (!(error instanceof ThreadError)) throw error;
    const message = 'The document needs more memory than reading may take';
    return refused([{ place, code: 'document-too-costly', message }]);
  }
}

async function* pieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  const { head, whole } = await peekSource(source, 64 * 1024);
  const body = head[0] === 0xef ? head.subarray(3) : head;
  const first = body.find((byte) => byte > 0x20);
  if (first === 0x5b) yield* ofArray(whole);
  else if (first === 0x7b && looksLikeLines(body)) yield* ofLines(whole);
  else {
    const bytes = await wholeBytes(whole, mostDocumentBytes);
    const message = `The document has more than ${mostDocumentBytes} bytes`;
    yield {
      bytes,
      place: {},
      fault:
        bytes === null
          ? { place: { offset: mostDocumentBytes }, code: 'too-large', message }
          : null,
    };
  }
}

/** A first line that is closed, with another that opens behind it. */
function looksLikeLines(head: Uint8Array): boolean {
  const end = head.indexOf(0x0a);
  // A line longer than the head can only be told from one document by what ends it.
  if (end < 0) return false;
  const line = head.subarray(0, end);
  const next = head.subarray(end).find((byte) => byte > 0x20);
  return line.findLast((byte) => byte > 0x20) === 0x7d && (next === undefined || next === 0x7b);
}

async function* ofArray(source: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  const options = { paths: [''], keepGoing: true, maxElementBytes: mostListedBytes };
  const encoder = new TextEncoder();
  try {
    for await (const { value, fault, pointer, place } of streamJsonArray(source, options)) {
      if (fault === null) {
        const at = { ...place, path: pointer } as Place;
        yield { bytes: encoder.encode(JSON.stringify(value)), place: at, fault: null };
      } else {
        const told = { place: fault.place as Place, code: fault.code, message: fault.message };
        yield { bytes: null, place: {}, fault: told };
      }
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const told = { place: error.place as Place, code: error.code, message: error.what };
    yield { bytes: null, place: {}, fault: told };
  }
}

async function* ofLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  for await (const { line, bytes } of byteLines(source, mostListedBytes)) {
    if (bytes === null) {
      const message = `The document has more than ${mostListedBytes} bytes; send it alone`;
      yield {
        bytes: null,
        place: { line },
        fault: { place: { line }, code: 'too-large', message },
      };
    } else if (bytes.some((byte) => byte > 0x20)) {
      yield { bytes, place: { line }, fault: null };
    }
  }
}
