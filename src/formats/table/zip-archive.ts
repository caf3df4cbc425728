import { Readable } from 'node:stream';
import {
  type Entry,
  fromBufferPromise,
  fromRandomAccessReaderPromise,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import { FormatError, type FormatPlace } from '../format-error.ts';

/** What a ZIP archive may ask of us. */
export interface ZipLimits {
  /** Size of the archive itself, which is held in memory; default 64 MiB. */
  maxBytes: number;
  /** Size of all entries together once unpacked; default 1 GiB. */
  maxUnpackedBytes: number;
  maxEntries: number;
  /** How many times larger than packed an entry beyond 1 MiB may be; default 200 (deflate itself reaches 1,032). */
  maxRatio: number;
}

export const defaultZipLimits: Readonly<ZipLimits> = Object.freeze({
  maxBytes: 64 * 1024 * 1024,
  maxUnpackedBytes: 1024 ** 3,
  maxEntries: 5000,
  maxRatio: 200,
});

const RATIO_COUNTS_FROM_BYTES = 1024 * 1024;

/** Bytes that can be read anywhere, such as a file: from `start` up to but not including `end`. */
export interface BytesAnywhere {
  readonly size: number;
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

/** The list of an archive is read in pieces of some bytes; they come from one block of this size. */
const BLOCK_BYTES = 256 * 1024;

class Reader extends RandomAccessReader {
  readonly #bytes: BytesAnywhere;
  #block = { start: 0, data: Buffer.alloc(0) };

  constructor(bytes: BytesAnywhere) {
    super();
    this.#bytes = bytes;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#bytes.read(start, end), { objectMode: false });
  }

  override read(
    into: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#piece(position, position + length).then(
      (piece) => {
        piece.copy(into, offset);
        callback(piece.length < length ? new Error('the archive ends early') : null);
      },
      (error: unknown) => callback(error as Error),
    );
  }

  async #piece(start: number, end: number): Promise<Buffer> {
    const { start: from, data } = this.#block;
    if (start < from || end > from + data.length) {
      const pieces: Uint8Array[] = [];
      const until = Math.min(this.#bytes.size, Math.max(end, start + BLOCK_BYTES));
      for await (const piece of this.#bytes.read(start, until)) pieces.push(piece);
      this.#block = { start, data: Buffer.concat(pieces) };
    }
    return this.#block.data.subarray(start - this.#block.start, end - this.#block.start);
  }
}

/** Reads a source whole into memory. @throws FormatError `too-large` */
export async function readWhole(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  for await (const piece of source) {
    total += piece.length;
    if (total > maxBytes) {
      throw new FormatError('too-large', `The file has more than ${maxBytes} bytes`, {
        offset: maxBytes,
      });
    }
    pieces.push(piece.slice());
  }
  return Buffer.concat(pieces);
}

function judgeEntry(entry: Entry, known: ReadonlyMap<string, Entry>, limits: ZipLimits): void {
  const place = { path: entry.fileName };
  if (known.size >= limits.maxEntries) {
    throw new FormatError('zip-too-many-entries', `More than ${limits.maxEntries} entries`, place);
  }
  if (known.has(entry.fileName)) {
    throw new FormatError('zip-duplicate-entry', 'The archive holds an entry twice', place);
  }
  if ((entry.generalPurposeBitFlag & 1) !== 0) {
    throw new FormatError('zip-encrypted', 'The archive is protected by a password', place);
  }
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > RATIO_COUNTS_FROM_BYTES && ratio > limits.maxRatio) {
    const what = `The entry grows by more than a factor of ${limits.maxRatio}`;
    throw new FormatError('zip-bomb', what, place);
  }
}

/** The sizes that the list declares are enforced while unpacking: an entry cannot be larger than it said. */
const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true };

/** A ZIP archive (APPNOTE 6.3), its entries unpacked as streams, nothing written anywhere. */
export class ZipArchive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /** Reads the list of entries and holds it against the limits. @throws FormatError `zip-…` */
  static async open(bytes: Buffer, limits: ZipLimits): Promise<ZipArchive> {
    return ZipArchive.#listed(bytes.length, limits, () => fromBufferPromise(bytes, options));
  }

  /** The same for an archive that stays where it is: only its list and what is asked for are read. @throws FormatError `zip-…` */
  static async openAnywhere(bytes: BytesAnywhere, limits: ZipLimits): Promise<ZipArchive> {
    if (bytes.size > limits.maxBytes) {
      const what = `The archive has more than ${limits.maxBytes} bytes`;
      throw new FormatError('too-large', what, { offset: limits.maxBytes });
    }
    return ZipArchive.#listed(bytes.size, limits, () =>
      fromRandomAccessReaderPromise(new Reader(bytes), bytes.size, options),
    );
  }

  static async #listed(
    size: number,
    limits: ZipLimits,
    openZip: () => Promise<ZipFile>,
  ): Promise<ZipArchive> {
    const entries = new Map<string, Entry>();
    try {
      const zip = await openZip();
      let total = 0;
      for await (const entry of zip.eachEntry()) {
        judgeEntry(entry, entries, limits);
        total += entry.uncompressedSize;
        if (total > limits.maxUnpackedBytes) {
          const what = `The archive unpacks to more than ${limits.maxUnpackedBytes} bytes`;
          throw new FormatError('zip-too-large', what, { path: entry.fileName });
        }
        entries.set(entry.fileName, entry);
      }
      return new ZipArchive(zip, entries);
    } catch (error) {
      // What says where the parts are stands at the end.
      throw asFormatError(error, { offset: size });
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Names of all entries, in the order of the list. */
  names(): IterableIterator<string> {
    return this.#entries.keys();
  }

  /** Size of an entry once unpacked, in bytes, as the list declares it; null when there is none. */
  sizeOf(name: string): number | null {
    return this.#entries.get(name)?.uncompressedSize ?? null;
  }

  /** Unpacks one entry. @throws FormatError when it is missing or damaged */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (entry === undefined) {
      throw new FormatError('zip-missing-entry', 'The archive lacks a part', { path: name });
    }
    try {
      const stream = await this.#zip.openReadStreamPromise(entry);
      try {
        yield* stream as AsyncIterable<Uint8Array>;
      } finally {
        stream.destroy();
      }
    } catch (error) {
      throw asFormatError(error, { path: name });
    }
  }
}

function asFormatError(error: unknown, place: FormatPlace): FormatError {
  if (error instanceof FormatError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const named = /^(?:absolute path|invalid relative path|invalid characters in fileName): (.+)$/s;
  const badName = named.exec(detail)?.[1];
  if (badName !== undefined) {
    const what = 'The archive names a part outside itself';
    return new FormatError('zip-invalid', what, { path: badName }, { cause: error });
  }
  return new FormatError('zip-invalid', `The archive cannot be read: ${detail}`, place, {
    cause: error,
  });
}
