import { pointerToken } from './json-limits.ts';
import {
  type JsonStreamItem,
  type JsonStreamOptions,
  JsonValueReader,
} from './json-value-reader.ts';

export interface JsonArrayOptions extends JsonStreamOptions {
  /**
   * JSON Pointers of the top-level arrays whose elements are wanted: `/components`; `''` for a root that is an array.
   * One that is no array comes whole, under its own pointer.
   */
  paths: readonly string[];
  /**
   * JSON Pointers of the other top-level members wanted whole. Default: all members that are no arrays. Arrays that are
   * not wanted are read, element by element, only to be checked.
   */
  members?: readonly string[];
}

async function* elements(
  reader: JsonValueReader,
  pointer: string,
  depth: number,
  wanted: boolean,
): AsyncGenerator<JsonStreamItem> {
  reader.step();
  if ((await reader.peek()) === 0x5d) {
    reader.step();
    return;
  }
  for (let index = 0; ; index += 1) {
    const path = `${pointer}/${index}`;
    const first = await reader.peek();
    if (first < 0 || first === 0x2c || first === 0x5d || first === 0x7d || first === 0x3a) {
      throw reader.unexpected(first, 'a value', path);
    }
    const item = await reader.take(path, depth, wanted);
    if (item !== null) yield item;
    const byte = await reader.peek();
    if (byte !== 0x2c && byte !== 0x5d) throw reader.unexpected(byte, '“,” or “]”', path);
    reader.step();
    if (byte === 0x5d) return;
  }
}

async function* members(
  reader: JsonValueReader,
  options: JsonArrayOptions,
): AsyncGenerator<JsonStreamItem> {
  const seen = new Set<string>();
  reader.step();
  if ((await reader.peek()) === 0x7d) {
    reader.step();
    return;
  }
  for (;;) {
    const pointer = `/${pointerToken(await reader.takeKey(seen))}`;
    const first = await reader.peek();
    if (first < 0 || first === 0x2c || first === 0x5d || first === 0x7d || first === 0x3a) {
      throw reader.unexpected(first, 'a value', pointer);
    }
    const whole = options.members?.includes(pointer) ?? false;
    if (first === 0x5b && !whole) {
      yield* elements(reader, pointer, 2, options.paths.includes(pointer));
    } else {
      const wanted = whole || options.members === undefined || options.paths.includes(pointer);
      const item = await reader.take(pointer, 1, wanted);
      if (item !== null) yield item;
    }
    const byte = await reader.peek();
    if (byte !== 0x2c && byte !== 0x7d) throw reader.unexpected(byte, '“,” or “}”', pointer);
    reader.step();
    if (byte === 0x7d) return;
  }
}

/**
 * Yields the elements of the named top-level arrays one at a time, and the other wanted members, of one JSON document
 * of any size with flat memory. Each value keeps the rules of {@link readJson}.
 * @throws FormatError for broken structure, and for bad values unless `keepGoing`
 */
export async function* streamJsonArray(
  source: AsyncIterable<Uint8Array>,
  options: JsonArrayOptions,
): AsyncGenerator<JsonStreamItem> {
  const reader = new JsonValueReader(source, options);
  try {
    await reader.open();
    const first = await reader.peek();
    if (first === 0x7b) yield* members(reader, options);
    else if (first === 0x5b && options.paths.includes('')) yield* elements(reader, '', 1, true);
    else throw reader.unexpected(first, options.paths.includes('') ? '“[”' : '“{”', '');
    await reader.expectEnd();
  } finally {
    await reader.window.close();
  }
}
