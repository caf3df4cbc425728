export interface ByteLine {
  /** Counted from 1. */
  line: number;
  /** Without its line feed and carriage return; null when the line is longer than allowed. */
  bytes: Uint8Array | null;
  /** False for a last line without its line feed, as of a file that was cut off. */
  ended: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const defaultMaxLineBytes = 1024 * 1024;

function withoutReturn(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return withoutReturn(only);
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return withoutReturn(all);
}

/** The lines of a byte stream, each a copy of its own, in memory of one line; an over-long line comes as null. */
export async function* byteLines(
  source: AsyncIterable<Uint8Array>,
  maxLineBytes = defaultMaxLineBytes,
): AsyncGenerator<ByteLine> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let line = 1;
  const keep = (piece: Uint8Array) => {
    length += piece.length;
    // A line that is too long is counted, not held.
    if (length > maxLineBytes) pieces = [];
    else if (piece.length > 0) pieces.push(piece.slice());
  };
  const finish = (ended: boolean): ByteLine => {
    const done = { line, bytes: length > maxLineBytes ? null : joined(pieces, length), ended };
    pieces = [];
    length = 0;
    line += 1;
    return done;
  };
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      keep(chunk.subarray(start, end));
      yield finish(true);
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (length > 0) yield finish(false);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes without a byte order mark; null when they are not UTF-8 or hold a NUL. */
export function utf8Text(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    const text = decoder.decode(bytes);
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  } catch {
    return null;
  }
}

/** The line of the first bytes that {@link utf8Text} refuses. */
export function lineOfBadText(bytes: Uint8Array): { line: number } {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found < 0 ? bytes.length : found;
    if (utf8Text(bytes.subarray(start, end)) === null) break;
    start = end + 1;
  }
  return { line };
}

/** All bytes of a stream, or null when there are more than allowed. */
export async function wholeBytes(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    length += piece.length;
    if (length > maxBytes) return null;
    pieces.push(piece.slice());
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
