import { PassThrough } from 'node:stream';
import { FormatError } from '../format-error.ts';
import type { TableCell, TableRows } from './table.ts';

export interface XlsxWriteOptions {
  /** Name of the sheet; default `Data`. */
  sheet?: string;
}

/** What Excel can hold (ECMA-376 leaves it open; these are Excel's own limits). */
const MAX_CELL_CHARACTERS = 32_767;
const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;
const MAX_COLUMN_WIDTH = 60;

/** A name that Excel takes: without `[]:*?/\`, not empty, at most 31 characters. */
export function sheetName(name: string): string {
  const clean = name
    .replace(/[[\]:*?/\\\p{Cc}]/gu, ' ')
    .replace(/^'+|'+$/g, '')
    .trim();
  return clean.slice(0, 31).trim() || 'Data';
}

function cellOf(cell: TableCell, line: number): string | number | boolean | Date | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell);
  if (typeof cell !== 'string') return cell;
  if (cell.length > MAX_CELL_CHARACTERS) {
    const what = `A cell has ${cell.length} characters; Excel holds ${MAX_CELL_CHARACTERS}`;
    throw new FormatError('xlsx-cell-too-long', what, { line });
  }
  // XML 1.0 has no way to write these.
  return cell.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd');
}

async function fill(rows: TableRows, sheet: string, stream: PassThrough): Promise<void> {
  // Loaded when first needed: it is large, and most processes never write a workbook.
  const { default: excel } = await import('exceljs');
  const workbook = new excel.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
  });
  const view = { state: 'frozen' as const, ySplit: 1 };
  const worksheet = workbook.addWorksheet(sheetName(sheet), { views: [view] });
  let line = 0;
  for await (const cells of rows) {
    line += 1;
    if (line > MAX_ROWS || cells.length > MAX_COLUMNS) {
      const what = `Excel holds ${MAX_ROWS} rows of ${MAX_COLUMNS} cells`;
      throw new FormatError('xlsx-too-large', what, { line });
    }
    const values = cells.map((cell) => cellOf(cell, line));
    if (line === 1) {
      worksheet.columns = values.map((value) => ({
        width: Math.min(MAX_COLUMN_WIDTH, Math.max(10, String(value ?? '').length + 2)),
      }));
    }
    const row = worksheet.addRow(values);
    if (line === 1) row.font = { bold: true };
    for (const [index, value] of values.entries()) {
      if (value instanceof Date) row.getCell(index + 1).numFmt = 'yyyy-mm-dd hh:mm:ss';
    }
    row.commit();
    if (stream.writableNeedDrain) await new Promise((resolve) => stream.once('drain', resolve));
  }
  worksheet.commit();
  await workbook.commit();
}

/**
 * Writes rows as an Excel workbook of one sheet, the first row its bold and frozen header. Text is stored as text, so no
 * cell becomes a formula; dates are stored as dates in UTC.
 * @throws FormatError when Excel could not hold it
 */
export async function* writeXlsx(
  rows: TableRows,
  options: XlsxWriteOptions = {},
): AsyncGenerator<Uint8Array> {
  const stream = new PassThrough();
  const filled = fill(rows, options.sheet ?? 'Data', stream);
  filled.catch((error: unknown) => {
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    yield* stream as AsyncIterable<Uint8Array>;
    await filled;
  } finally {
    stream.destroy();
  }
}
