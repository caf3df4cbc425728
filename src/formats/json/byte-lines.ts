import { FormatError } from '../format-error.ts';
import type { ByteWindow } from './byte-window.ts';

/**
 * Lines without their line feed, each valid until the next is asked for; `bytes` is null for one that is longer than
 * `maxLineBytes`, which is stepped over with flat memory; `ended` is false for a last line without its line feed.
 * @throws FormatError `too-large` beyond `maxBytes`
 */
export async function* byteLines(
  window: ByteWindow,
  maxLineBytes: number,
  maxBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<{ bytes: Uint8Array | null; offset: number; ended: boolean }> {
  let searched = 0;
  let skipping = false;
  let lineOffset = 0;
  for (;;) {
    const { buffer, start, end } = window;
    const found = buffer.subarray(0, end).indexOf(0x0a, start + searched);
    if (found >= 0) {
      const tooLong = skipping || found - start > maxLineBytes;
      window.start = found + 1;
      yield {
        bytes: tooLong ? null : buffer.subarray(start, found),
        offset: lineOffset,
        ended: true,
      };
      lineOffset = window.offset(window.start);
      searched = 0;
      skipping = false;
      continue;
    }
    searched = end - start;
    if (searched > maxLineBytes) {
      skipping = true;
      window.start = end;
      searched = 0;
    }
    if (!(await window.more())) {
      const rest = window.buffer.subarray(window.start, window.end);
      if (skipping || rest.length > 0) {
        yield { bytes: skipping ? null : rest, offset: lineOffset, ended: false };
      }
      return;
    }
    if (window.offset(window.end) > maxBytes) {
      throw new FormatError('too-large', `More than ${maxBytes} bytes`, { offset: maxBytes });
    }
  }
}
