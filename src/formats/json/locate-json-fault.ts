import { FormatError } from '../format-error.ts';
import { isForbiddenKey, type JsonLimits, pointerToken } from './json-limits.ts';

const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const LITERALS: ReadonlyMap<number, string> = new Map([
  [0x74, 'true'],
  [0x66, 'false'],
  [0x6e, 'null'],
]);

/** How long the UTF-8 sequence at `at` is, or 0 when it is none (overlong, surrogate, cut, out of range). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + length > bytes.length) return 0;
  for (let k = 1; k < length; k += 1) {
    if (((bytes[at + k] as number) & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[at + 1] as number;
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  return length;
}

/** Offset of the first byte that is not UTF-8 (RFC 3629), or -1. */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/** Line and column of an offset, both from 1. */
export function lineAndColumn(bytes: Uint8Array, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < offset; at = bytes.indexOf(0x0a, at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

function named(byte: number | undefined): string {
  if (byte === undefined) return 'the end of the input';
  if (byte > 0x20 && byte < 0x7f) return `“${String.fromCharCode(byte)}”`;
  return `byte 0x${byte.toString(16).padStart(2, '0')}`;
}

/** A slow and strict reader that builds nothing: it exists to say exactly what is wrong and where. */
class StrictJsonReader {
  readonly #bytes: Uint8Array;
  readonly #limits: JsonLimits;
  readonly #outerDepth: number;
  readonly #path: (string | number)[] = [];
  readonly #invalidUtf8: number;
  #at = 0;
  #members = 0;
  #values = 0;

  constructor(bytes: Uint8Array, limits: JsonLimits, outerDepth: number) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#outerDepth = outerDepth;
    this.#invalidUtf8 = firstInvalidUtf8(bytes);
  }

  #fault(code: string, what: string, offset = this.#at): FormatError {
    const path = this.#path.map((part) => `/${pointerToken(String(part))}`).join('');
    return new FormatError(code, what, { path, ...lineAndColumn(this.#bytes, offset), offset });
  }

  #unexpected(expected: string): FormatError {
    if (this.#at >= this.#bytes.length) {
      return this.#fault('json-truncated', `The JSON ends where ${expected} should stand`);
    }
    if (this.#at === this.#invalidUtf8) return this.#notUtf8();
    return this.#fault(
      'json-syntax',
      `${named(this.#bytes[this.#at])} stands where ${expected} should stand`,
    );
  }

  #notUtf8(): FormatError {
    return this.#fault('not-utf-8', 'The text is not valid UTF-8', this.#invalidUtf8);
  }

  #skipSpace(): number | undefined {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.#at += 1;
    }
  }

  readDocument(): void {
    this.#readValue(this.#outerDepth);
    if (this.#skipSpace() !== undefined) {
      throw this.#at === this.#invalidUtf8 ? this.#notUtf8() : this.#unexpected('the end');
    }
  }

  #countValue(): void {
    this.#values += 1;
    if (this.#values > this.#limits.maxValues) {
      throw this.#fault('json-too-many-values', `More than ${this.#limits.maxValues} values`);
    }
  }

  #readValue(depth: number): void {
    const byte = this.#skipSpace();
    this.#countValue();
    if (byte === 0x22) {
      this.#readString();
    } else if (byte === 0x7b || byte === 0x5b) {
      if (depth + 1 > this.#limits.maxDepth) {
        throw this.#fault('json-too-deep', `Nested deeper than ${this.#limits.maxDepth} levels`);
      }
      this.#at += 1;
      if (byte === 0x7b) this.#readObject(depth + 1);
      else this.#readArray(depth + 1);
    } else if (byte === 0x2d || (byte !== undefined && byte >= 0x30 && byte <= 0x39)) {
      this.#readNumber();
    } else {
      this.#readLiteral(byte);
    }
  }

  #readLiteral(byte: number | undefined): void {
    const word = byte === undefined ? undefined : LITERALS.get(byte);
    if (word === undefined) throw this.#unexpected('a value');
    for (let k = 0; k < word.length; k += 1, this.#at += 1) {
      if (this.#bytes[this.#at] !== word.charCodeAt(k)) throw this.#unexpected(`“${word}”`);
    }
  }

  #readNumber(): void {
    const start = this.#at;
    const isPart = (byte: number | undefined): boolean =>
      byte !== undefined &&
      ((byte >= 0x30 && byte <= 0x39) || [0x2d, 0x2b, 0x2e, 0x45, 0x65].includes(byte));
    while (isPart(this.#bytes[this.#at])) this.#at += 1;
    const text = decoder.decode(this.#bytes.subarray(start, this.#at));
    if (!NUMBER.test(text)) {
      if (this.#at >= this.#bytes.length) throw this.#unexpected('the rest of a number');
      throw this.#fault('json-syntax', `“${text.slice(0, 40)}” is not a number`, start);
    }
    if (!Number.isFinite(Number(text))) {
      throw this.#fault('json-number-too-large', `“${text.slice(0, 40)}” is too large`, start);
    }
  }

  #readArray(depth: number): void {
    if (this.#skipSpace() === 0x5d) {
      this.#at += 1;
      return;
    }
    for (let index = 0; ; index += 1) {
      this.#path.push(index);
      this.#readValue(depth);
      this.#path.pop();
      const byte = this.#skipSpace();
      if (byte !== 0x2c && byte !== 0x5d) throw this.#unexpected('“,” or “]”');
      this.#at += 1;
      if (byte === 0x5d) return;
    }
  }

  #readObject(depth: number): void {
    const keys = new Set<string>();
    if (this.#skipSpace() === 0x7d) {
      this.#at += 1;
      return;
    }
    for (;;) {
      if (this.#skipSpace() !== 0x22) throw this.#unexpected('a key in quotes');
      const start = this.#at;
      const key = this.#readString();
      this.#path.push(key);
      this.#judgeKey(key, keys, start);
      if (this.#skipSpace() !== 0x3a) throw this.#unexpected('“:”');
      this.#at += 1;
      this.#readValue(depth);
      this.#path.pop();
      const byte = this.#skipSpace();
      if (byte !== 0x2c && byte !== 0x7d) throw this.#unexpected('“,” or “}”');
      this.#at += 1;
      if (byte === 0x7d) return;
    }
  }

  #judgeKey(key: string, keys: Set<string>, start: number): void {
    this.#members += 1;
    if (this.#members > this.#limits.maxKeys) {
      throw this.#fault('json-too-many-keys', `More than ${this.#limits.maxKeys} members`, start);
    }
    if (isForbiddenKey(key)) {
      throw this.#fault('json-forbidden-key', `The key “${key}” is not allowed`, start);
    }
    if (keys.has(key)) {
      const shown = key.slice(0, 80);
      throw this.#fault(
        'json-duplicate-key',
        `The key “${shown}” stands twice in one object`,
        start,
      );
    }
    keys.add(key);
  }

  /** Reads the string whose opening quote is next; returns its value. */
  #readString(): string {
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw this.#unexpected('the closing quote of a string');
      if (this.#at === this.#invalidUtf8) throw this.#notUtf8();
      if (byte === 0x22) break;
      if (byte < 0x20) throw this.#unexpected('a character other than a control character');
      if (byte === 0x5c) this.#readEscape();
      else this.#at += 1;
    }
    const { maxStringBytes } = this.#limits;
    if (this.#at - start - 1 > maxStringBytes) {
      throw this.#fault(
        'json-string-too-long',
        `A string is longer than ${maxStringBytes} bytes`,
        start,
      );
    }
    this.#at += 1;
    return JSON.parse(decoder.decode(this.#bytes.subarray(start, this.#at))) as string;
  }

  #readEscape(): void {
    const start = this.#at;
    const kind = this.#bytes[this.#at + 1];
    if (kind !== 0x75) {
      this.#at += 1;
      if (kind === undefined || !'"\\/bfnrt'.includes(String.fromCharCode(kind))) {
        throw this.#unexpected('the rest of an escape');
      }
      this.#at += 1;
      return;
    }
    const unit = this.#readUnit();
    if (unit === 0) throw this.#fault('json-nul', 'A string holds the NUL character', start);
    const isHigh = unit >= 0xd800 && unit <= 0xdbff;
    let paired = unit < 0xd800 || unit > 0xdfff;
    if (isHigh && this.#bytes[this.#at] === 0x5c && this.#bytes[this.#at + 1] === 0x75) {
      const low = this.#readUnit();
      paired = low >= 0xdc00 && low <= 0xdfff;
    }
    if (!paired) {
      throw this.#fault('json-lone-surrogate', 'A string holds half a surrogate pair', start);
    }
  }

  #readUnit(): number {
    this.#at += 2;
    let unit = 0;
    for (let k = 0; k < 4; k += 1, this.#at += 1) {
      const digit = Number.parseInt(String.fromCharCode(this.#bytes[this.#at] ?? 0x20), 16);
      if (Number.isNaN(digit)) throw this.#unexpected('four hexadecimal digits');
      unit = unit * 16 + digit;
    }
    return unit;
  }
}

/**
 * Says what is wrong with one JSON value (RFC 8259, I-JSON RFC 7493) and where, or null when nothing is.
 * `outerDepth` is the nesting that surrounds it.
 */
export function locateJsonFault(
  bytes: Uint8Array,
  limits: JsonLimits,
  outerDepth = 0,
): FormatError | null {
  try {
    new StrictJsonReader(bytes, limits, outerDepth).readDocument();
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}
