import type { JsonLimits } from './json-limits.ts';

// Why ours: of the streaming tokenizers on npm, @streamparser/json 0.0.26 read 45 MB/s and stream-json 3.8
// 11 MB/s of CycloneDX on the machine where this reads 100 MB/s and more; neither refuses duplicate keys,
// limits depth or string length, validates UTF-8, or names line and column. Finding the end of one value is
// all that a stream needs: the native JSON.parse then does the rest, faster than any tokenizer in JavaScript.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function unitAt(bytes: Uint8Array, at: number): number {
  let unit = 0;
  for (let k = at; k < at + 4; k += 1) {
    const digit = hexValue(bytes[k] as number);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

/**
 * Judges the `\u` escape at `at` (the backslash): its length in bytes, or its negative when it says NUL or half a
 * surrogate pair or is no escape at all.
 */
function unicodeEscape(bytes: Uint8Array, at: number, end: number): number {
  if (at + 6 > end) return -2;
  const unit = unitAt(bytes, at + 2);
  if (unit <= 0 || (unit >= 0xdc00 && unit <= 0xdfff)) return -2;
  if (unit < 0xd800 || unit > 0xdbff) return 6;
  if (at + 12 > end || bytes[at + 6] !== BACKSLASH || bytes[at + 7] !== 0x75) return -6;
  const low = unitAt(bytes, at + 8);
  return low >= 0xdc00 && low <= 0xdfff ? 12 : -6;
}

/**
 * Finds where one JSON value ends, over any number of pieces, and counts what the limits need.
 * It judges no syntax: `doubtful` says that {@link locateJsonFault} must have a look before the value is parsed.
 * Offsets given and returned are indices of the buffer of that call; the caller keeps bytes from the returned
 * resume point on.
 */
export class JsonScanner {
  readonly #limits: JsonLimits;
  #depth = 0;
  #deepest = 0;
  #inString = false;
  #stringBytes = 0;
  #scalar = false;
  /** Members seen, by their colons. */
  members = 0;
  /** Values seen, by their commas and brackets; at least as many as there are. */
  values = 1;
  /** Line feeds seen between tokens. */
  lines = 0;
  /** Index after the last line feed seen in the last call, or -1. */
  afterLastLineFeed = -1;
  /** True once a limit is passed or an escape needs a closer look. */
  doubtful = false;
  /** Index at which the next call must go on when the last one returned -1. */
  resume = 0;
  /** Nesting that surrounds the scanned value. */
  #outerDepth = 0;

  constructor(limits: JsonLimits) {
    this.#limits = limits;
  }

  /** Makes ready for the next value, which stands inside `outerDepth` arrays and objects. */
  reset(outerDepth: number): void {
    this.#depth = 0;
    this.#deepest = 0;
    this.#inString = false;
    this.#stringBytes = 0;
    this.#scalar = false;
    this.members = 0;
    this.values = 1;
    this.lines = 0;
    this.afterLastLineFeed = -1;
    this.doubtful = false;
    this.#outerDepth = outerDepth;
  }

  /**
   * Goes on from `from` to at most `end`. Returns the index after the value, or -1 when more bytes are needed.
   * With `last` true, what is there is all there is: a number may end at the end.
   */
  scan(bytes: Uint8Array, from: number, end: number, last: boolean): number {
    this.afterLastLineFeed = -1;
    let at = from;
    while (at < end) {
      if (this.#inString) {
        at = this.#scanString(bytes, at, end, last);
        if (this.#inString) {
          this.resume = at;
          return -1;
        }
        if (this.#depth === 0) return this.#finish(at);
      } else {
        at = this.#scanStructure(bytes, at, end);
        if (at < 0) return this.#finish(-at - 1);
      }
    }
    this.resume = at;
    return last && this.#scalar && this.#depth === 0 ? this.#finish(at) : -1;
  }

  #finish(at: number): number {
    const { maxDepth, maxKeys, maxValues } = this.#limits;
    if (this.#deepest + this.#outerDepth > maxDepth) this.doubtful = true;
    if (this.members > maxKeys || this.values > maxValues) this.doubtful = true;
    return at;
  }

  /** Runs to the next quote (consumed) or the end; returns `-index - 1` when the value ends at index. */
  #scanStructure(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    let depth = this.#depth;
    let ended = -1;
    for (; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        if (this.#scalar) {
          ended = at;
          break;
        }
        this.#inString = true;
        this.#stringBytes = 0;
        at += 1;
        break;
      }
      if (byte === 0x2c || byte === 0x3a) {
        if (depth === 0) {
          ended = at;
          break;
        }
        if (byte === 0x2c) this.values += 1;
        else this.members += 1;
      } else if (byte === 0x7b || byte === 0x5b) {
        if (this.#scalar) {
          ended = at;
          break;
        }
        depth += 1;
        this.values += 1;
        if (depth > this.#deepest) this.#deepest = depth;
      } else if (byte === 0x7d || byte === 0x5d) {
        if (depth <= 1) {
          // A closing bracket right after a scalar belongs to the container around it.
          ended = depth === 1 ? at + 1 : at;
          break;
        }
        depth -= 1;
      } else if (byte <= 0x20) {
        if (this.#scalar) {
          ended = at;
          break;
        }
        if (byte === 0x0a) {
          this.lines += 1;
          this.afterLastLineFeed = at + 1;
        }
      } else if (depth === 0) {
        this.#scalar = true;
      }
    }
    this.#depth = depth;
    return ended < 0 ? at : -ended - 1;
  }

  /** Runs to the closing quote (consumed) or as far as whole escapes go. */
  #scanString(bytes: Uint8Array, from: number, end: number, last: boolean): number {
    let at = from;
    while (at < end) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        this.#inString = false;
        this.#stringBytes += at - from;
        if (this.#stringBytes > this.#limits.maxStringBytes) this.doubtful = true;
        return at + 1;
      }
      if (byte !== BACKSLASH) {
        at += 1;
        continue;
      }
      if (at + 12 > end && !last) {
        // An escape (at most a pair of surrogates, 12 bytes) may be cut here: go on when more is in hand,
        // unless the whole escape is already there.
        if (at + 2 > end || (bytes[at + 1] as number) === 0x75) break;
      }
      if (at + 1 < end && bytes[at + 1] === 0x75) {
        const length = unicodeEscape(bytes, at, end);
        if (length < 0) this.doubtful = true;
        at += Math.abs(length);
      } else {
        at += 2;
      }
    }
    at = Math.min(at, end);
    this.#stringBytes += at - from;
    return at;
  }
}
