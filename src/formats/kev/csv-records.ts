import { FormatError } from '../format-error.ts';

export interface CsvRecord {
  /** Line on which the record begins, from 1. */
  line: number;
  fields: string[];
}

/**
 * The records of CSV text (RFC 4180): fields in double quotes may hold commas, line breaks and doubled quotes.
 * @throws FormatError `csv-open-quote` naming the line on which a quoted field was opened and never closed
 */
export function* csvRecords(text: string): Generator<CsvRecord> {
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const record: CsvRecord = { line, fields: [] };
    for (let open = true; open; ) {
      let field: string;
      if (text[at] === '"') {
        const end = closingQuote(text, at + 1, line);
        field = text.slice(at + 1, end);
        line += field.split('\n').length - 1;
        field = field.replaceAll('""', '"');
        at = end + 1;
      } else {
        field = '';
      }
      const rest = /[^,\r\n]*/y;
      rest.lastIndex = at;
      field += rest.exec(text)?.[0] ?? '';
      at = rest.lastIndex;
      record.fields.push(field);
      open = text[at] === ',';
      if (open) at += 1;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    if (record.fields.length > 1 || record.fields[0] !== '') yield record;
  }
}

function closingQuote(text: string, from: number, line: number): number {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new FormatError('csv-open-quote', 'A quoted field never ends', { line });
    if (text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}
