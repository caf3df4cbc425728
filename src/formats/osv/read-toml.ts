import { FormatError } from '../format-error.ts';
import { isForbiddenKey } from '../json/json-limits.ts';

export type TomlTable = { [key: string]: unknown };

const deepestToml = 16;
const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

/** A reader of the part of TOML 1.0 that advisory front matter uses: tables, strings, arrays, inline tables, bare words. */
class TomlReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #fail(what: string): never {
    const before = this.#text.slice(0, this.#at);
    throw new FormatError('toml-syntax', what, { line: before.split('\n').length });
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }

  #blank(): void {
    this.#match(/(?:\s|#[^\n]*)*/y);
  }

  #take(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #string(): string | null {
    const literal = this.#match(/'''\n?([\s\S]*?)'''|'([^'\n]*)'/y);
    if (literal !== null) return literal[1] ?? literal[2] ?? '';
    const basic = this.#match(/"""\n?((?:[^"\\]|\\[\s\S]|"(?!""))*)"""|"((?:[^"\\\n]|\\.)*)"/y);
    if (basic === null) return null;
    return (basic[1] ?? basic[2] ?? '').replace(
      /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\s*\n\s*|(.))/g,
      (_, short?: string, long?: string, one?: string) => {
        const code = short ?? long;
        if (code === undefined) return one === undefined ? '' : (escapes[one] ?? one);
        const point = Number.parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD';
      },
    );
  }

  #keys(): string[] {
    const keys: string[] = [];
    do {
      this.#match(/[ \t]*/y);
      const key = this.#string() ?? this.#match(/[A-Za-z0-9_-]+/y)?.[0];
      if (key === undefined) this.#fail('A key is missing');
      if (isForbiddenKey(key)) this.#fail(`The key "${key}" is not allowed`);
      keys.push(key);
      if (keys.length > deepestToml) this.#fail('The key has too many parts');
      this.#match(/[ \t]*/y);
    } while (this.#take('.'));
    return keys;
  }

  #descend(table: TomlTable, keys: readonly string[]): TomlTable {
    let inner = table;
    for (const key of keys) {
      const next = Object.hasOwn(inner, key) ? inner[key] : {};
      if (typeof next !== 'object' || next === null || Array.isArray(next)) {
        this.#fail(`"${key}" is no table`);
      }
      inner[key] = next;
      inner = next as TomlTable;
    }
    return inner;
  }

  #pair(table: TomlTable, depth: number): void {
    const keys = this.#keys();
    if (!this.#take('=')) this.#fail('"=" is missing');
    this.#match(/[ \t]*/y);
    const last = keys.pop() ?? '';
    const target = this.#descend(table, keys);
    if (Object.hasOwn(target, last)) this.#fail(`The key "${last}" comes twice`);
    target[last] = this.#value(depth + 1);
  }

  #value(depth: number): unknown {
    if (depth > deepestToml) this.#fail('The TOML is nested too deeply');
    const text = this.#string();
    if (text !== null) return text;
    if (this.#take('[')) {
      const items: unknown[] = [];
      for (this.#blank(); !this.#take(']'); this.#blank()) {
        items.push(this.#value(depth + 1));
        this.#blank();
        if (!this.#take(',') && this.#text[this.#at] !== ']') this.#fail('"]" is missing');
      }
      return items;
    }
    if (this.#take('{')) {
      const table: TomlTable = {};
      for (this.#blank(); !this.#take('}'); this.#blank()) {
        this.#pair(table, depth);
        this.#blank();
        if (!this.#take(',') && this.#text[this.#at] !== '}') this.#fail('"}" is missing');
      }
      return table;
    }
    // Numbers, dates and booleans stay as written.
    return this.#match(/[A-Za-z0-9_.:+-]+/y)?.[0] ?? this.#fail('A value is missing');
  }

  read(): TomlTable {
    const root: TomlTable = {};
    let table = root;
    for (this.#blank(); this.#at < this.#text.length; this.#blank()) {
      if (this.#text.startsWith('[[', this.#at)) this.#fail('Arrays of tables are not read');
      if (this.#take('[')) {
        table = this.#descend(root, this.#keys());
        if (!this.#take(']')) this.#fail('"]" is missing');
      } else {
        this.#pair(table, 0);
      }
    }
    return root;
  }
}

/**
 * Reads the TOML of an advisory's front matter as plain data in which numbers, dates and booleans stay text.
 * @throws FormatError `toml-syntax` with the line
 */
export function readToml(text: string): TomlTable {
  return new TomlReader(text).read();
}
