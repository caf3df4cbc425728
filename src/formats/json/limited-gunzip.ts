import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FormatError } from '../format-error.ts';
import { peekSource } from './peek-source.ts';

export interface GunzipLimits {
  /** Decompressed bytes a compressed byte may become; default 200 (gzip itself reaches 1,032). */
  maxRatio?: number;
  /** Decompressed bytes altogether; default 2 GiB. */
  maxBytes?: number;
}

/** Below this much output the ratio says nothing: a few bytes of header and dictionary may become a lot. */
const RATIO_COUNTS_FROM_BYTES = 1024 * 1024;

/** True when the bytes start as gzip does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompresses gzip (RFC 1952, several members allowed) with flat memory, and stops as soon as the output grows beyond
 * the limits.
 * @throws FormatError `gzip-bomb`, `gzip-too-large`, `gzip-truncated` or `gzip-invalid`
 */
export async function* limitedGunzip(
  source: AsyncIterable<Uint8Array>,
  limits: GunzipLimits = {},
): AsyncGenerator<Uint8Array> {
  const maxRatio = limits.maxRatio ?? 200;
  const maxBytes = limits.maxBytes ?? 2 * 1024 ** 3;
  const input = Readable.from(source, { objectMode: true, highWaterMark: 1 });
  const gunzip = createGunzip();
  let sourceError: unknown = null;
  input.on('error', (error) => {
    sourceError = error;
    gunzip.destroy(error);
  });
  input.pipe(gunzip);
  let total = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) {
      total += piece.length;
      if (total > maxBytes) {
        const what = `The compressed file holds more than ${maxBytes} bytes`;
        throw new FormatError('gzip-too-large', what, { offset: maxBytes });
      }
      const ratio = total / Math.max(1, gunzip.bytesWritten);
      if (total > RATIO_COUNTS_FROM_BYTES && ratio > maxRatio) {
        const what = `The compressed file grows by more than a factor of ${maxRatio}`;
        throw new FormatError('gzip-bomb', what, { offset: total });
      }
      yield piece;
    }
  } catch (error) {
    if (error instanceof FormatError || error === sourceError) throw error;
    const isCut = (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
    throw new FormatError(
      isCut ? 'gzip-truncated' : 'gzip-invalid',
      isCut ? 'The compressed file ends too early' : 'The file is not valid gzip',
      { offset: total },
      { cause: error },
    );
  } finally {
    input.unpipe(gunzip);
    gunzip.destroy();
    input.destroy();
  }
}

/** Decompresses when the stream starts as gzip does, else hands it on as it is. */
export async function* gunzipIfCompressed(
  source: AsyncIterable<Uint8Array>,
  limits: GunzipLimits = {},
): AsyncGenerator<Uint8Array> {
  const { head, whole } = await peekSource(source, 2);
  yield* isGzip(head) ? limitedGunzip(whole, limits) : whole;
}
