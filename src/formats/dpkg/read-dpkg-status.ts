import { FormatError } from '../format-error.ts';
import type { InventoryItem } from '../inventory.ts';
import { byteLines } from '../json/byte-lines.ts';
import { ByteWindow } from '../json/byte-window.ts';
import { type DpkgOptions, type DpkgRecord, judgeDpkgRecord } from './dpkg-package.ts';

// Only ASCII matters in the fields that are used; maintainers' names of old packages are not always UTF-8.
const decoder = new TextDecoder('utf-8');
const FIELD = /^([!-9;-~]+)[ \t]*:[ \t]*(.*?)[ \t\r]*$/s;
const fieldNames: Readonly<Record<string, keyof Omit<DpkgRecord, 'line'>>> = {
  package: 'package',
  version: 'version',
  architecture: 'architecture',
  status: 'status',
  source: 'source',
};

/** A line that goes on with the field before it; most lines are such, and none of them is used. */
function isContinuation(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x20 || bytes[0] === 0x09) && bytes.some((byte) => byte > 0x20);
}

/** One stanza being gathered: of all its fields only those that are used are kept. */
class Stanza {
  readonly #fields = new Map<keyof DpkgRecord, string>();
  readonly #line: number;
  readonly #ecosystem: string;

  constructor(line: number, ecosystem: string) {
    this.#line = line;
    this.#ecosystem = ecosystem;
  }

  /** Takes a line; returns what is wrong with it, or null. */
  take(text: string): { code: string; message: string } | null {
    if (/^[ \t]/.test(text)) return null;
    const parts = FIELD.exec(text);
    const [, written, value] = parts ?? [];
    if (written === undefined || value === undefined) {
      const shown = text.slice(0, 60).trimEnd();
      return { code: 'dpkg-syntax', message: `“${shown}” is no field of a stanza` };
    }
    const key = written.toLowerCase();
    const name = Object.hasOwn(fieldNames, key) ? fieldNames[key] : undefined;
    if (name === undefined) return null;
    if (this.#fields.has(name)) {
      const message = `The field “${written}” stands twice in one stanza`;
      return { code: 'dpkg-duplicate-field', message };
    }
    this.#fields.set(name, value);
    return null;
  }

  /** True when the line starts another package though no empty line came before. */
  isNextPackage(text: string): boolean {
    return this.#fields.has('package') && /^package[ \t]*:/i.test(text);
  }

  *end(): Generator<InventoryItem> {
    const field = (name: keyof DpkgRecord): string => this.#fields.get(name) ?? '';
    const record: DpkgRecord = {
      package: field('package'),
      version: field('version'),
      architecture: field('architecture'),
      status: field('status'),
      source: field('source'),
      line: this.#line,
    };
    yield* judgeDpkgRecord(record, this.#ecosystem);
  }
}

/**
 * Reads `/var/lib/dpkg/status` (deb822(5), Debian policy 5; opkg's status and the files of `status.d` as well) of any
 * size with flat memory. Packages that are not installed give nothing; a bad stanza gives a fault and costs no other. A file that ends in
 * the middle of a line was cut off: what is missing of it would look as if it were not installed.
 * @throws FormatError `too-large`, and `dpkg-truncated` at the end of a file that was cut off
 */
export async function* readDpkgStatus(
  source: AsyncIterable<Uint8Array>,
  options: DpkgOptions,
): AsyncGenerator<InventoryItem> {
  const window = new ByteWindow(source);
  const maxLineBytes = options.maxLineBytes ?? 1024 * 1024;
  let stanza: Stanza | null = null;
  let broken = false;
  let line = 0;
  try {
    for await (const { bytes, ended } of byteLines(
      window,
      maxLineBytes,
      options.maxBytes ?? 1024 ** 3,
    )) {
      line += 1;
      if (!ended && bytes?.some((byte) => byte > 0x20) !== false) {
        throw new FormatError('dpkg-truncated', 'The file ends in the middle of a line', { line });
      }
      if (bytes === null) {
        const message = `The line is longer than ${maxLineBytes} bytes`;
        yield { kind: 'fault', place: { line }, code: 'line-too-long', message };
        continue;
      }
      if (stanza !== null && isContinuation(bytes)) continue;
      const text = decoder.decode(bytes);
      const isEmpty = text.trim() === '';
      if (stanza !== null && (isEmpty || stanza.isNextPackage(text))) {
        if (!broken) yield* stanza.end();
        stanza = null;
        if (!isEmpty) {
          const message = 'No empty line stands between two packages';
          yield { kind: 'fault', place: { line }, code: 'dpkg-syntax', message };
        }
      }
      if (isEmpty) continue;
      if (stanza === null) {
        stanza = new Stanza(line, options.ecosystem);
        broken = false;
      }
      const wrong = stanza.take(text);
      if (wrong === null) continue;
      // Without a first good field the stanza is something else: one fault says so.
      if (!broken) yield { kind: 'fault', place: { line }, ...wrong };
      broken = true;
    }
    if (stanza !== null && !broken) yield* stanza.end();
  } finally {
    await window.close();
  }
}
