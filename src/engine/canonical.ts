import { createHash } from 'node:crypto';

/** Deepest nesting that is serialised; a cycle is met as too deep. */
const MAX_DEPTH = 200;

/** The value has no canonical JSON; `path` says where (`fields.rows[2].name`). */
export class CanonicalError extends Error {
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`no canonical JSON: ${path === '' ? 'the value' : path} ${problem}`);
    this.name = 'CanonicalError';
    this.path = path;
  }
}

/**
 * Canonical JSON of RFC 8785 (JCS): no white space, names sorted by UTF-16 code units, numbers and strings as ECMAScript writes them.
 * @throws CanonicalError for what JSON cannot say: undefined, functions, symbols, bigints, NaN and infinities, lone surrogates
 * (I-JSON, RFC 7493), and objects that are not plain (dates, maps), because they would silently become something else.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', 0);
}

/** SHA-256 in lower-case hexadecimal; text is taken as UTF-8. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256, in lower-case hexadecimal, of the canonical JSON of a value. @throws CanonicalError */
export function hashOf(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new CanonicalError(path, `is nested deeper than ${MAX_DEPTH}`);
  switch (typeof value) {
    case 'string':
      return writeText(value, path);
    case 'number':
      if (!Number.isFinite(value)) throw new CanonicalError(path, `is ${value}`);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value)
        ? writeArray(value, path, depth)
        : writeObject(value as Record<string, unknown>, path, depth);
    default:
      throw new CanonicalError(path, `is ${value === undefined ? '' : 'a '}${typeof value}`);
  }
}

function writeText(text: string, path: string): string {
  if (!text.isWellFormed()) throw new CanonicalError(path, 'has a lone surrogate');
  return JSON.stringify(text);
}

function writeArray(values: readonly unknown[], path: string, depth: number): string {
  let out = '[';
  // By index, so that a hole is met as undefined instead of being skipped.
  for (let i = 0; i < values.length; i += 1) {
    out += (i === 0 ? '' : ',') + write(values[i], `${path}[${i}]`, depth + 1);
  }
  return `${out}]`;
}

function writeObject(
  object: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new CanonicalError(path, 'is not a plain object');
  }
  const members = Object.keys(object)
    .sort()
    .map((name) => {
      const inner = path === '' ? name : `${path}.${name}`;
      return `${writeText(name, inner)}:${write(object[name], inner, depth + 1)}`;
    });
  return `{${members.join(',')}}`;
}
