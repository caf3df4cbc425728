import { FormatError } from '../format-error.ts';
import { defaultJsonLimits, isForbiddenKey, type JsonLimits } from './json-limits.ts';
import { JsonScanner } from './json-scanner.ts';
import { locateJsonFault } from './locate-json-fault.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Own keys of all objects within, or NaN when one is forbidden or a number is infinite. */
function countMembers(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : Number.NaN;
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const inner: unknown = value[index];
      if (typeof inner === 'object' || typeof inner === 'number') count += countMembers(inner);
    }
    return count;
  }
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    if (isForbiddenKey(key)) return Number.NaN;
    count += 1;
    const inner = record[key];
    if (typeof inner === 'object' || typeof inner === 'number') count += countMembers(inner);
  }
  return count;
}

/**
 * Parses one value whose extent a {@link JsonScanner} has just found. JSON.parse keeps the last of two equal keys
 * silently, so the keys that came out are counted against those that went in; only when something does not fit
 * does the slow strict reader look for the place.
 * @throws FormatError with its place relative to `bytes`
 */
export function parseScanned(
  bytes: Uint8Array,
  scanner: Pick<JsonScanner, 'members' | 'doubtful'>,
  limits: JsonLimits,
  outerDepth: number,
): unknown {
  let native: unknown;
  if (!scanner.doubtful) {
    try {
      const value: unknown = JSON.parse(decoder.decode(bytes));
      if (countMembers(value) === scanner.members) return value;
    } catch (error) {
      native = error;
    }
  }
  const fault = locateJsonFault(bytes, limits, outerDepth);
  if (fault !== null) throw fault;
  if (native === undefined && scanner.doubtful) return JSON.parse(decoder.decode(bytes)) as unknown;
  throw new FormatError('json-syntax', 'The JSON cannot be read', {}, { cause: native });
}

function refuseOtherEncodings(bytes: Uint8Array): void {
  const [first, second] = bytes;
  const isUtf16 =
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (first !== undefined && first !== 0 && second === 0) ||
    (first === 0 && second !== undefined && second !== 0);
  if (!isUtf16) return;
  throw new FormatError('not-utf-8', 'The text seems to be UTF-16; JSON must be UTF-8', {
    line: 1,
    column: 1,
    offset: 0,
  });
}

/** Length of the UTF-8 byte order mark at the start: 3 or 0. @throws FormatError for UTF-16 */
export function byteOrderMarkLength(bytes: Uint8Array): number {
  refuseOtherEncodings(bytes);
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** The same fault, with its place counted from an outer start. */
export function moveFault(
  fault: FormatError,
  outer: { pointer: string; offset: number; line: number; column: number },
): FormatError {
  const { path, line, column, offset } = fault.place;
  return new FormatError(
    fault.code,
    fault.what,
    {
      path: outer.pointer + (path ?? ''),
      line: outer.line + (line ?? 1) - 1,
      column: line === undefined || line === 1 ? outer.column + (column ?? 1) - 1 : (column ?? 1),
      offset: outer.offset + (offset ?? 0),
    },
    { cause: fault },
  );
}

/**
 * Reads one whole JSON document (RFC 8259) of hostile origin: UTF-8 (a byte order mark is accepted), no duplicate
 * keys, no keys that reach a prototype, no NUL and no half surrogate pair in strings, no infinite numbers, and
 * within the limits.
 * @throws FormatError naming line, column, byte offset and JSON Pointer
 */
export function readJson(bytes: Uint8Array, limits: Partial<JsonLimits> = {}): unknown {
  const all = { ...defaultJsonLimits, ...limits };
  if (bytes.length > all.maxBytes) {
    throw new FormatError(
      'json-too-large',
      `The JSON has ${bytes.length} bytes, more than the ${all.maxBytes} allowed`,
    );
  }
  const mark = byteOrderMarkLength(bytes);
  const body = mark === 0 ? bytes : bytes.subarray(mark);
  const scanner = new JsonScanner(all);
  scanner.reset(0);
  scanner.scan(body, 0, body.length, true);
  try {
    return parseScanned(body, scanner, all, 0);
  } catch (error) {
    if (mark === 0 || !(error instanceof FormatError)) throw error;
    throw moveFault(error, { pointer: '', offset: mark, line: 1, column: 1 + mark });
  }
}
