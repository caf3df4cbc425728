import { peekSource } from '../json/peek-source.ts';
import { type CsvOptions, readCsv } from './read-csv.ts';
import { readXlsx, type XlsxOptions } from './read-xlsx.ts';
import type { TableItem } from './table.ts';

export interface TableOptions extends CsvOptions, XlsxOptions {
  /** `auto` (default) tells by the first bytes. */
  format?: 'csv' | 'xlsx' | 'auto';
}

function looksLikeWorkbook(head: Uint8Array): boolean {
  // A ZIP archive, or the old compound file, which the reader of workbooks refuses with good advice.
  return (
    (head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03) ||
    (head[0] === 0xd0 && head[1] === 0xcf)
  );
}

/**
 * Reads a table, CSV or Excel workbook: header, rows and faults one by one.
 * @throws FormatError when nothing of it can be read
 */
export async function* readTable(
  source: AsyncIterable<Uint8Array>,
  options: TableOptions = {},
): AsyncGenerator<TableItem> {
  const { format = 'auto' } = options;
  if (format !== 'auto') {
    yield* format === 'csv' ? readCsv(source, options) : readXlsx(source, options);
    return;
  }
  const { head, whole } = await peekSource(source, 4);
  yield* looksLikeWorkbook(head) ? readXlsx(whole, options) : readCsv(whole, options);
}
