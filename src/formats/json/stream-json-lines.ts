import { FormatError } from '../format-error.ts';
import { byteLines } from './byte-lines.ts';
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
    for await (const piece of byteLines(window, maxLineBytes, options.limits?.maxBytes)) {
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
