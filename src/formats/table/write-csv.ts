import type { TableCell, TableRows } from './table.ts';

export interface CsvWriteOptions {
  /** Default `,`; Excel of countries with a decimal comma wants `;`. */
  delimiter?: ',' | ';' | '\t';
  /** Writes a byte order mark, without which Excel takes UTF-8 for Windows-1252. Default true. */
  byteOrderMark?: boolean;
}

const PIECE_CHARACTERS = 64 * 1024;
const PLAIN_NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;
// Also the full-width forms, which some spreadsheets take for the plain ones.
const FORMULA_START = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/**
 * Text that a spreadsheet cannot take for a formula: an apostrophe is put before what starts like one (OWASP, CSV
 * injection). Numbers stay as they are.
 */
export function withoutFormula(text: string): string {
  return FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}

function textOf(cell: TableCell): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'string' ? withoutFormula(cell) : String(cell);
}

function quoted(text: string, delimiter: string): string {
  const needsQuotes = text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text);
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Writes rows as CSV (RFC 4180): UTF-8, CR LF, formulas made harmless. */
export async function* writeCsv(
  rows: TableRows,
  options: CsvWriteOptions = {},
): AsyncGenerator<Uint8Array> {
  const delimiter = options.delimiter ?? ',';
  const encoder = new TextEncoder();
  let text = options.byteOrderMark === false ? '' : '\ufeff';
  for await (const row of rows) {
    text += `${row.map((cell) => quoted(textOf(cell), delimiter)).join(delimiter)}\r\n`;
    if (text.length > PIECE_CHARACTERS) {
      yield encoder.encode(text);
      text = '';
    }
  }
  if (text !== '') yield encoder.encode(text);
}
