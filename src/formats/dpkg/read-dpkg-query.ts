import type { InventoryItem } from '../inventory.ts';
import { byteLines } from '../json/byte-lines.ts';
import { ByteWindow } from '../json/byte-window.ts';
import { type DpkgOptions, judgeDpkgRecord } from './dpkg-package.ts';

/** The format for `dpkg-query -W -f` that {@link readDpkgQuery} reads best; a plain `dpkg-query -W` will do. */
export const dpkgQueryFormat = `${[
  'Package',
  'Version',
  'Architecture',
  'Status',
  'source:Package',
  'source:Version',
]
  .map((field) => `$\{${field}}`)
  .join('\\t')}\\n`;

const decoder = new TextDecoder('utf-8');

/**
 * Reads what `dpkg-query -W` prints (dpkg-query(1)): `package[:architecture] TAB version` a line, or the six columns of
 * {@link dpkgQueryFormat}. A bad line gives a fault and costs no other.
 * @throws FormatError `too-large` only
 */
export async function* readDpkgQuery(
  source: AsyncIterable<Uint8Array>,
  options: DpkgOptions,
): AsyncGenerator<InventoryItem> {
  const window = new ByteWindow(source);
  const maxLineBytes = options.maxLineBytes ?? 1024 * 1024;
  let line = 0;
  try {
    for await (const { bytes } of byteLines(window, maxLineBytes, options.maxBytes ?? 1024 ** 3)) {
      line += 1;
      if (bytes === null) {
        const message = `The line is longer than ${maxLineBytes} bytes`;
        yield { kind: 'fault', place: { line }, code: 'line-too-long', message };
        continue;
      }
      const text = decoder.decode(bytes).trimEnd();
      if (text !== '') yield* readRow(text, line, options.ecosystem);
    }
  } finally {
    await window.close();
  }
}

function* readRow(text: string, line: number, ecosystem: string): Generator<InventoryItem> {
  const cells = text.split('\t').map((cell) => cell.trim());
  const [
    first = '',
    version = '',
    architecture = '',
    status = '',
    source = '',
    sourceVersion = '',
  ] = cells;
  // A package that was removed keeps its line, without a version.
  if (cells.length === 1 && /^[a-z0-9][a-z0-9+.:-]*$/.test(first)) return;
  if (cells.length !== 2 && cells.length !== 6 && cells.length !== 5 && cells.length !== 4) {
    const message = `The line has ${cells.length} columns; “dpkg-query -W” prints 2, with our format 6`;
    yield { kind: 'fault', place: { line }, code: 'dpkg-syntax', message };
    return;
  }
  const [name = '', named = ''] = first.split(':');
  yield* judgeDpkgRecord(
    {
      package: name,
      version,
      architecture: architecture === '' ? named : architecture,
      status,
      source: sourceVersion === '' || source === '' ? source : `${source} (${sourceVersion})`,
      line,
    },
    ecosystem,
  );
}
