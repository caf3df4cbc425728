import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Bytes at rest: a head (magic, key id, nonce prefix), then chunks of 64 KiB, each sealed with AES-256-GCM under its own nonce (prefix and
 * number). The head and whether a chunk is the last are authenticated, so that chunks can neither be changed, moved, nor cut off.
 */
const magic = Buffer.from('CWF1', 'ascii');
const prefixBytes = 8;
const keyIdBytes = 16;
const headBytes = magic.length + keyIdBytes + prefixBytes;
const chunkBytes = 64 * 1024;
const tagBytes = 16;

/** The stored bytes are not what was stored: damaged or changed. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/** Seals a stream of bytes under a data key of 32 bytes. */
export async function* seal(
  source: AsyncIterable<Uint8Array>,
  key: Buffer,
  keyId: string,
): AsyncGenerator<Buffer> {
  const head = Buffer.concat([
    magic,
    Buffer.from(keyId.replaceAll('-', ''), 'hex'),
    randomBytes(prefixBytes),
  ]);
  yield head;
  let number = 0;
  for await (const { chunk, last } of chunked(source, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(head, number));
    cipher.setAAD(Buffer.concat([head, Buffer.of(last ? 1 : 0)]));
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
    number += 1;
  }
}

/**
 * Opens what `seal` made.
 * @throws DamagedFileError before it gives a byte of a chunk that is not authentic.
 */
export async function* open(
  source: AsyncIterable<Uint8Array>,
  keyOf: (keyId: string) => Promise<Buffer>,
): AsyncGenerator<Buffer> {
  const bytes = source[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < headBytes) {
    const next = await bytes.next();
    if (next.done === true) throw new DamagedFileError('the file has no head');
    start = Buffer.concat([start, next.value]);
  }
  const head = start.subarray(0, headBytes);
  if (!head.subarray(0, magic.length).equals(magic))
    throw new DamagedFileError('not a sealed file');
  const key = await keyOf(uuidOf(head.subarray(magic.length, magic.length + keyIdBytes)));
  let number = 0;
  const rest = resumed(start.subarray(headBytes), bytes);
  for await (const { chunk, last } of chunked(rest, chunkBytes + tagBytes)) {
    yield openChunk(key, head, number, chunk, last);
    number += 1;
  }
}

/** Sealed bytes that can be read anywhere: from `start` up to but not including `end`. */
export interface SealedBytes {
  readonly size: number;
  read(start: number, end: number): Promise<Buffer>;
}

/** What was sealed, readable anywhere without reading what stands before. */
export interface OpenBytes {
  readonly size: number;
  read(start: number, end: number): AsyncGenerator<Buffer>;
}

/**
 * Opens what `seal` made for reading from any place: only the chunks that are asked for are read and opened.
 * @throws DamagedFileError (from `read`) before it gives a byte of a chunk that is not authentic
 */
export async function openAnywhere(
  sealed: SealedBytes,
  keyOf: (keyId: string) => Promise<Buffer>,
): Promise<OpenBytes> {
  const head = await sealed.read(0, headBytes);
  if (head.length < headBytes || !head.subarray(0, magic.length).equals(magic))
    throw new DamagedFileError('not a sealed file');
  const key = await keyOf(uuidOf(head.subarray(magic.length, magic.length + keyIdBytes)));
  const sealedChunk = chunkBytes + tagBytes;
  const chunks = Math.max(1, Math.ceil((sealed.size - headBytes) / sealedChunk));
  const size = sealed.size - headBytes - chunks * tagBytes;
  if (size < 0) throw new DamagedFileError('the file ends within a chunk');
  return {
    size,
    read: async function* (start, end) {
      const until = Math.min(end, size);
      for (let at = Math.max(0, start); at < until; ) {
        const number = Math.floor(at / chunkBytes);
        const from = headBytes + number * sealedChunk;
        const chunk = await sealed.read(from, Math.min(from + sealedChunk, sealed.size));
        const plain = openChunk(key, head, number, chunk, number === chunks - 1);
        const begin = number * chunkBytes;
        const next = Math.min(begin + chunkBytes, until);
        yield plain.subarray(at - begin, next - begin);
        at = next;
      }
    },
  };
}

function openChunk(
  key: Buffer,
  head: Buffer,
  number: number,
  chunk: Buffer,
  last: boolean,
): Buffer {
  if (chunk.length < tagBytes) throw new DamagedFileError('the file ends within a chunk');
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(head, number));
  decipher.setAAD(Buffer.concat([head, Buffer.of(last ? 1 : 0)]));
  decipher.setAuthTag(chunk.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(chunk.subarray(0, -tagBytes)), decipher.final()]);
  } catch (error) {
    throw new DamagedFileError(`chunk ${number} is not what was stored`, { cause: error });
  }
}

function nonceOf(head: Buffer, number: number): Buffer {
  const nonce = Buffer.alloc(12);
  head.copy(nonce, 0, headBytes - prefixBytes);
  nonce.writeUInt32BE(number, prefixBytes);
  return nonce;
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function* resumed(
  first: Buffer,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** Chunks of exactly `size` bytes; the last one is shorter or empty, and says that it is the last. */
async function* chunked(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ chunk: Buffer; last: boolean }> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const part of source) {
    parts.push(part);
    held += part.length;
    if (held <= size) continue;
    let all = Buffer.concat(parts);
    while (all.length > size) {
      yield { chunk: all.subarray(0, size), last: false };
      all = all.subarray(size);
    }
    parts = [all];
    held = all.length;
  }
  yield { chunk: Buffer.concat(parts), last: true };
}
