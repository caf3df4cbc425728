import { FormatError, type FormatPlace } from '../format-error.ts';
import { ByteWindow } from './byte-window.ts';
import { defaultJsonLimits, isForbiddenKey, type JsonLimits, pointerToken } from './json-limits.ts';
import { JsonScanner } from './json-scanner.ts';
import { byteOrderMarkLength, moveFault, parseScanned } from './read-json.ts';

/** How a stream of JSON is read. */
export interface JsonStreamOptions {
  /** Limits of each value; `maxBytes`, when given, limits the whole stream (else it has no limit). */
  limits?: Partial<JsonLimits>;
  /** Largest value that is held in memory, in bytes; default 16 MiB. */
  maxElementBytes?: number;
  /** True: a bad value comes as an item with `fault` and reading goes on behind it. False (default): it raises. */
  keepGoing?: boolean;
}

export interface JsonStreamItem {
  /** JSON Pointer of the value. */
  pointer: string;
  /** The value; undefined beside a fault. */
  value: unknown;
  fault: FormatError | null;
  /** Where the value starts. */
  place: FormatPlace;
}

/** Default of `maxElementBytes`. */
export const defaultMaxElementBytes = 16 * 1024 * 1024;

type Taken = JsonStreamItem | null;

/** Reads values one after the other from a window, keeping count of lines. */
export class JsonValueReader {
  readonly window: ByteWindow;
  readonly #limits: JsonLimits;
  readonly #maxElementBytes: number;
  readonly #keepGoing: boolean;
  readonly #maxBytes: number;
  readonly #scanner: JsonScanner;
  #line = 1;
  #lineStart = 0;
  #valueStart = 0;
  #valueLine = 1;
  #valueLineStart = 0;

  constructor(source: AsyncIterable<Uint8Array>, options: JsonStreamOptions) {
    this.window = new ByteWindow(source);
    this.#limits = { ...defaultJsonLimits, ...options.limits };
    this.#maxBytes = options.limits?.maxBytes ?? Number.POSITIVE_INFINITY;
    this.#maxElementBytes = options.maxElementBytes ?? defaultMaxElementBytes;
    this.#keepGoing = options.keepGoing ?? false;
    this.#scanner = new JsonScanner(this.#limits);
  }

  get line(): number {
    return this.#line;
  }

  get maxKeys(): number {
    return this.#limits.maxKeys;
  }

  placeAt(at: number, path: string): FormatPlace {
    const offset = this.window.offset(at);
    return { path, line: this.#line, column: offset - this.#lineStart + 1, offset };
  }

  /** Reads the first piece and steps over a byte order mark. @throws FormatError for UTF-16 */
  async open(): Promise<void> {
    while (this.window.end - this.window.start < 3 && (await this.#more())) {
      // A first piece may be shorter than the mark.
    }
    const { buffer, start, end } = this.window;
    this.window.start += byteOrderMarkLength(buffer.subarray(start, end));
  }

  async #more(): Promise<boolean> {
    const read = await this.window.more();
    if (this.window.offset(this.window.end) > this.#maxBytes) {
      throw new FormatError('json-too-large', `More than ${this.#maxBytes} bytes`, {
        line: this.#line,
        offset: this.#maxBytes,
      });
    }
    return read;
  }

  /** The next byte that is no white space, without consuming it; -1 at the end. */
  async peek(): Promise<number> {
    for (;;) {
      const { buffer, end } = this.window;
      let at = this.window.start;
      for (; at < end; at += 1) {
        const byte = buffer[at] as number;
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
        if (byte === 0x0a) {
          this.#line += 1;
          this.#lineStart = this.window.offset(at + 1);
        }
      }
      this.window.start = at;
      if (at < end) return buffer[at] as number;
      if (!(await this.#more())) return -1;
    }
  }

  /** Consumes the byte just peeked. */
  step(): void {
    this.window.start += 1;
  }

  unexpected(byte: number, expected: string, path: string): FormatError {
    const place = this.placeAt(this.window.start, path);
    if (byte < 0) {
      return new FormatError(
        'json-truncated',
        `The JSON ends where ${expected} should stand`,
        place,
      );
    }
    const shown = byte > 0x20 && byte < 0x7f ? `“${String.fromCharCode(byte)}”` : `byte ${byte}`;
    return new FormatError('json-syntax', `${shown} stands where ${expected} should stand`, place);
  }

  /** Reads the value that starts at the peeked byte. With `wanted` false it is checked only and null comes back. */
  async take(pointer: string, outerDepth: number, wanted: boolean): Promise<Taken> {
    const { window } = this;
    const scanner = this.#scanner;
    scanner.reset(outerDepth);
    this.#valueStart = window.offset(window.start);
    this.#valueLine = this.#line;
    this.#valueLineStart = this.#lineStart;
    let at = window.start;
    let oversized = false;
    for (;;) {
      const stop = scanner.scan(window.buffer, at, window.end, window.ended);
      if (scanner.afterLastLineFeed >= 0) {
        this.#lineStart = window.offset(scanner.afterLastLineFeed);
      }
      if (stop >= 0) {
        this.#line = this.#valueLine + scanner.lines;
        return this.#finish(pointer, outerDepth, wanted, stop, oversized);
      }
      // Too large to hold: run to its end without keeping it, so that what follows is not lost.
      if (window.offset(window.end) - this.#valueStart > this.#maxElementBytes) oversized = true;
      if (oversized) {
        if (!this.#keepGoing) throw this.#tooLarge(pointer);
        window.start = scanner.resume;
      }
      const ahead = scanner.resume - window.start;
      if (window.ended) throw this.#truncated(pointer, outerDepth);
      await this.#more();
      at = window.start + ahead;
    }
  }

  #valuePlace(path: string): FormatPlace {
    const column = this.#valueStart - this.#valueLineStart + 1;
    return { path, line: this.#valueLine, column, offset: this.#valueStart };
  }

  #tooLarge(pointer: string): FormatError {
    const what = `The value is larger than ${this.#maxElementBytes} bytes`;
    return new FormatError('json-value-too-large', what, this.#valuePlace(pointer));
  }

  #truncated(pointer: string, outerDepth: number): FormatError {
    const { buffer, start, end } = this.window;
    if (this.window.offset(start) === this.#valueStart) {
      try {
        parseScanned(
          buffer.subarray(start, end),
          { members: -1, doubtful: true },
          this.#limits,
          outerDepth,
        );
      } catch (error) {
        if (error instanceof FormatError) return this.#move(error, pointer);
        throw error;
      }
    }
    return new FormatError(
      'json-truncated',
      'The JSON ends within a value',
      this.#valuePlace(pointer),
    );
  }

  /** A word cut short (`tru]`) is no end of the input unless the input does end there. */
  #cut(fault: FormatError, stop: number): FormatError {
    const atEnd = this.window.ended && stop === this.window.end;
    if (fault.code !== 'json-truncated' || atEnd) return fault;
    return new FormatError('json-syntax', 'The value is incomplete', fault.place, { cause: fault });
  }

  #move(fault: FormatError, pointer: string): FormatError {
    return moveFault(fault, {
      pointer,
      offset: this.#valueStart,
      line: this.#valueLine,
      column: this.#valueStart - this.#valueLineStart + 1,
    });
  }

  #finish(
    pointer: string,
    outerDepth: number,
    wanted: boolean,
    stop: number,
    oversized: boolean,
  ): Taken {
    const { window } = this;
    const { start } = window;
    window.start = stop;
    const place = this.#valuePlace(pointer);
    let fault: FormatError | null = null;
    if (oversized || window.offset(stop) - this.#valueStart > this.#maxElementBytes) {
      fault = this.#tooLarge(pointer);
    } else {
      try {
        const bytes = window.buffer.subarray(start, stop);
        const value = parseScanned(bytes, this.#scanner, this.#limits, outerDepth);
        return wanted ? { pointer, value, fault: null, place } : null;
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        fault = this.#move(this.#cut(error, stop), pointer);
      }
    }
    if (!this.#keepGoing) throw fault;
    return { pointer, value: undefined, fault, place };
  }

  /** Reads a key and its colon. */
  async takeKey(seen: Set<string>): Promise<string> {
    const byte = await this.peek();
    if (byte !== 0x22) throw this.unexpected(byte, 'a key in quotes', '');
    const item = await this.take('', 1, true);
    if (item === null || item.fault !== null) {
      throw item?.fault ?? this.unexpected(byte, 'a key', '');
    }
    const key = String(item.value);
    const pointer = `/${pointerToken(key)}`;
    if (isForbiddenKey(key)) {
      const what = `The key “${key}” is not allowed`;
      throw new FormatError('json-forbidden-key', what, { ...item.place, path: pointer });
    }
    if (seen.has(key)) {
      const what = `The key “${key.slice(0, 80)}” stands twice in one object`;
      throw new FormatError('json-duplicate-key', what, { ...item.place, path: pointer });
    }
    seen.add(key);
    if (seen.size > this.maxKeys) {
      throw new FormatError('json-too-many-keys', `More than ${this.maxKeys} members`, item.place);
    }
    const colon = await this.peek();
    if (colon !== 0x3a) throw this.unexpected(colon, '“:”', pointer);
    this.step();
    return key;
  }

  /** Steps over white space to the end. @throws FormatError when something else follows */
  async expectEnd(): Promise<void> {
    const byte = await this.peek();
    if (byte >= 0) throw this.unexpected(byte, 'the end', '');
  }
}
