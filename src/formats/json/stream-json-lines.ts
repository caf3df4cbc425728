import { FormatError } from '../format-error.ts';
import { ByteWindow } from './byte-window.ts';
import { defaultJsonLimits } from './json-limits.ts';
import { JsonScanner } from './json-scanner.ts';
import { defaultMaxElementBytes, type JsonStreamOptions } from './json-value-reader.ts';
import { byteOrderMarkLength, moveFault, parseScanned } from './read-json.ts';

export interface JsonLine {
  /** Line of the input, from 1. */
  line: number;
  value: unknown;
  fault: FormatError | null;
}

/**
 * Yields the values of JSON Lines (one JSON value a line, UTF-8; empty lines are stepped over) with flat memory.
 * @throws FormatError naming line and column, unless `keepGoing`
 */
export async function* streamJsonLines(
  source: AsyncIterable<Uint8Array>,
  options: JsonStreamOptions = {},
): AsyncGenerator<JsonLine> {
  const limits = { ...defaultJsonLimits, ...options.limits };
  const maxLineBytes = options.maxElementBytes ?? defaultMaxElementBytes;
  const scanner = new JsonScanner(limits);
  const window = new ByteWindow(source);
  let line = 0;
  const judge = (bytes: Uint8Array, offset: number): JsonLine | null => {
    const text =
      bytes.length > 0 && bytes[bytes.length - 1] === 0x0d ? bytes.subarray(0, -1) : bytes;
    const mark = line === 1 ? byteOrderMarkLength(text) : 0;
    const body = text.subarray(mark);
    if (body.length === 0) return null;
    scanner.reset(0);
    scanner.scan(body, 0, body.length, true);
    try {
      return { line, value: parseScanned(body, scanner, limits, 0), fault: null };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      const outer = { pointer: '', offset: offset + mark, line, column: 1 + mark };
      const fault = moveFault(error, outer);
      if (options.keepGoing !== true) throw fault;
      return { line, value: undefined, fault };
    }
  };
  try {
    for await (const piece of lines(window, maxLineBytes, options.limits?.maxBytes)) {
      line += 1;
      if (piece.bytes !== null) {
        const item = judge(piece.bytes, piece.offset);
        if (item !== null) yield item;
        continue;
      }
      const what = `The line is longer than ${maxLineBytes} bytes`;
      const fault = new FormatError('json-value-too-large', what, { line, offset: piece.offset });
      if (options.keepGoing !== true) throw fault;
      yield { line, value: undefined, fault };
    }
  } finally {
    await window.close();
  }
}

/** Lines without their line feed; `bytes` is null for one that is too long to hold. */
async function* lines(
  window: ByteWindow,
  maxLineBytes: number,
  maxBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<{ bytes: Uint8Array | null; offset: number }> {
  let searched = 0;
  let skipping = false;
  let lineOffset = 0;
  for (;;) {
    const { buffer, start, end } = window;
    const found = buffer.subarray(0, end).indexOf(0x0a, start + searched);
    if (found >= 0) {
      const tooLong = skipping || found - start > maxLineBytes;
      window.start = found + 1;
      yield { bytes: tooLong ? null : buffer.subarray(start, found), offset: lineOffset };
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
      if (skipping || rest.length > 0) yield { bytes: skipping ? null : rest, offset: lineOffset };
      return;
    }
    if (window.offset(window.end) > maxBytes) {
      throw new FormatError('json-too-large', `More than ${maxBytes} bytes`, { offset: maxBytes });
    }
  }
}
