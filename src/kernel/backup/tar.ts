import { type FileHandle, open } from 'node:fs/promises';
import { BackupError } from './backup-error.ts';

/** POSIX ustar (IEEE Std 1003.1, pax Interchange Format): a block is 512 bytes. */
const blockBytes = 512;
const zeros = Buffer.alloc(blockBytes * 2);
/** Sizes from 8 GiB do not fit eleven octal digits and stand in base 256, as GNU tar writes them. */
const largestOctalSize = 0o77777777777;

export interface TarEntry {
  readonly name: string;
  readonly bytes: number;
  /** Where the content begins in the archive. */
  readonly offset: number;
}

/** Appends entries to an archive that standard tools can list and unpack. */
export class TarWriter {
  readonly #file: FileHandle;
  readonly #modifiedAt: Date;
  #offset = 0;

  private constructor(file: FileHandle, modifiedAt: Date) {
    this.#file = file;
    this.#modifiedAt = modifiedAt;
  }

  /** Makes the file, readable for its owner alone. @throws EEXIST when there is one. */
  static async create(path: string, modifiedAt: Date): Promise<TarWriter> {
    return new TarWriter(await open(path, 'wx', 0o600), modifiedAt);
  }

  get bytes(): number {
    return this.#offset;
  }

  /** Writes one entry. @throws Error when the source has not exactly `bytes` bytes. */
  async add(
    name: string,
    bytes: number,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<void> {
    await this.#write(headerOf(name, bytes, this.#modifiedAt));
    let written = 0;
    for await (const chunk of source) {
      written += chunk.length;
      if (written > bytes) break;
      await this.#write(chunk);
    }
    if (written !== bytes) throw new Error(`${name} changed its size while it was copied.`);
    await this.#write(zeros.subarray(0, padding(bytes)));
  }

  /** Writes the end of the archive and waits until all of it is on the disk. */
  async end(): Promise<void> {
    await this.#write(zeros);
    await this.#file.sync();
    await this.#file.close();
  }

  async abandon(): Promise<void> {
    await this.#file.close();
  }

  async #write(chunk: Uint8Array): Promise<void> {
    let done = 0;
    while (done < chunk.length) {
      done += (await this.#file.write(chunk, done)).bytesWritten;
    }
    this.#offset += chunk.length;
  }
}

function padding(bytes: number): number {
  return (blockBytes - (bytes % blockBytes)) % blockBytes;
}

function headerOf(name: string, bytes: number, modifiedAt: Date): Buffer {
  const header = Buffer.alloc(blockBytes);
  const [prefix, rest] = splitName(name);
  header.write(rest, 0, 100, 'utf8');
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  writeSize(header, bytes);
  header.write(`${octal(Math.floor(modifiedAt.getTime() / 1000), 11)}\0`, 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257, 'latin1');
  header.write(prefix, 345, 155, 'utf8');
  header.write(`${octal(sumOf(header), 6)}\0 `, 148);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function writeSize(header: Buffer, bytes: number): void {
  if (bytes <= largestOctalSize) {
    header.write(`${octal(bytes, 11)}\0`, 124);
    return;
  }
  header.writeUInt8(0x80, 124);
  header.writeBigUInt64BE(BigInt(bytes), 128);
}

/** @throws Error for a name that ustar cannot hold (100 bytes, and 155 before a slash). */
function splitName(name: string): [prefix: string, rest: string] {
  if (Buffer.byteLength(name) <= 100) return ['', name];
  for (let slash = name.indexOf('/'); slash !== -1; slash = name.indexOf('/', slash + 1)) {
    const rest = name.slice(slash + 1);
    if (Buffer.byteLength(name.slice(0, slash)) > 155) break;
    if (rest !== '' && Buffer.byteLength(rest) <= 100) return [name.slice(0, slash), rest];
  }
  throw new Error(`The name ${name} is too long for the archive.`);
}

/** The sum of all bytes of a header, with blanks in place of the sum itself. */
function sumOf(header: Buffer): number {
  let sum = 0;
  for (let i = 0; i < blockBytes; i += 1) {
    sum += i >= 148 && i < 156 ? 0x20 : (header[i] as number);
  }
  return sum;
}

/** Reads an archive in its order; every fault names the byte at which it was found. */
export class TarReader {
  readonly #file: FileHandle;
  readonly path: string;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.path = path;
  }

  /** @throws the error of the file system when it cannot be opened. */
  static async open(path: string): Promise<TarReader> {
    return new TarReader(await open(path, 'r'), path);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** The entries in their order. @throws BackupError `damaged` with the place. */
  async *entries(): AsyncGenerator<TarEntry> {
    const { size } = await this.#file.stat();
    let at = 0;
    for (;;) {
      const header = await this.#block(at, size);
      if (header.every((byte) => byte === 0)) {
        await this.#checkEnd(at, size);
        return;
      }
      const entry = parseHeader(header, at);
      if (entry.offset + entry.bytes > size) {
        throw damaged(`it ends at byte ${size}, inside ${entry.name}: it was cut off`);
      }
      yield entry;
      const end = entry.offset + entry.bytes;
      await this.#checkPadding(end, padding(entry.bytes));
      at = end + padding(entry.bytes);
    }
  }

  /** What fills the last block of an entry is covered by no digest, so it must be nothing. */
  async #checkPadding(at: number, bytes: number): Promise<void> {
    const fill = Buffer.alloc(bytes, 1);
    const { bytesRead } = await this.#file.read(fill, 0, bytes, at);
    if (bytesRead !== bytes) throw damaged(`it ends at byte ${at + bytesRead}: it was cut off`);
    if (fill.some((byte) => byte !== 0)) throw damaged(`something was written at byte ${at}`);
  }

  async #checkEnd(at: number, size: number): Promise<void> {
    const second = await this.#block(at + blockBytes, size);
    if (!second.every((byte) => byte === 0) || size !== at + 2 * blockBytes) {
      throw damaged(`something follows its end at byte ${at}`);
    }
  }

  /** The content of an entry, in chunks. */
  async *content(entry: TarEntry, chunkBytes = 256 * 1024): AsyncGenerator<Buffer> {
    for (let read = 0; read < entry.bytes; ) {
      const wanted = Math.min(chunkBytes, entry.bytes - read);
      const chunk = Buffer.allocUnsafe(wanted);
      const { bytesRead } = await this.#file.read(chunk, 0, wanted, entry.offset + read);
      if (bytesRead === 0) {
        throw damaged(`it ends at byte ${entry.offset + read}, inside ${entry.name}`);
      }
      read += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  }

  async #block(at: number, size: number): Promise<Buffer> {
    if (at + blockBytes > size) throw damaged(`it ends at byte ${size}: it was cut off`);
    const block = Buffer.alloc(blockBytes);
    let read = 0;
    while (read < blockBytes) {
      const { bytesRead } = await this.#file.read(block, read, blockBytes - read, at + read);
      if (bytesRead === 0) throw damaged(`it ends at byte ${at + read}: it was cut off`);
      read += bytesRead;
    }
    return block;
  }
}

export function damaged(place: string): BackupError {
  return new BackupError('damaged', `The archive is damaged: ${place}. Nothing was restored.`);
}

function parseHeader(header: Buffer, at: number): TarEntry {
  const sum = Number.parseInt(textAt(header, 148, 8), 8);
  if (textAt(header, 257, 6) !== 'ustar' || sum !== sumOf(header)) {
    throw damaged(`byte ${at} does not begin an entry`);
  }
  const prefix = textAt(header, 345, 155);
  const rest = textAt(header, 0, 100);
  const name = prefix === '' ? rest : `${prefix}/${rest}`;
  const bytes =
    header[124] === 0x80
      ? Number(header.readBigUInt64BE(128))
      : Number.parseInt(textAt(header, 124, 12), 8);
  if (!Number.isSafeInteger(bytes) || bytes < 0) {
    throw damaged(`the entry at byte ${at} has no size`);
  }
  return { name, bytes, offset: at + blockBytes };
}

function textAt(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field
    .subarray(0, end === -1 ? length : end)
    .toString('utf8')
    .trim();
}
