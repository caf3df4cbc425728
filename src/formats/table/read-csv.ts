import { FormatError } from '../format-error.ts';
import { peekSource } from '../json/peek-source.ts';
import { type CsvRecord, CsvTokenizer, detectDelimiter } from './csv-tokenizer.ts';
import { defaultTableLimits, RowJudge, type TableItem, type TableLimits } from './table.ts';
import { type DetectedEncoding, detectEncoding, type TextEncodingName } from './text-encoding.ts';

export interface CsvOptions {
  limits?: Partial<TableLimits>;
  /** Default: found by the start of the file (`,`, `;`, tab, `|`), or said by a first line `sep=;`. */
  delimiter?: string;
  /** Default: found by the start of the file. */
  encoding?: TextEncodingName;
}

const HEAD_BYTES = 64 * 1024;
const REPLACEMENT = '\ufffd';

/** Pieces of text, the byte order mark removed; bad bytes become U+FFFD. */
async function* decode(
  source: AsyncIterable<Uint8Array>,
  { encoding, markLength }: DetectedEncoding,
  maxBytes: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  let toSkip = markLength;
  let total = 0;
  for await (const piece of source) {
    total += piece.length;
    if (total > maxBytes) {
      throw new FormatError('too-large', `The file has more than ${maxBytes} bytes`, {
        offset: maxBytes,
      });
    }
    const skipped = Math.min(toSkip, piece.length);
    toSkip -= skipped;
    yield decoder.decode(piece.subarray(skipped), { stream: true });
  }
  yield decoder.decode();
}

/** The first line `sep=;` with which Excel names the delimiter, and its length. */
function namedDelimiter(start: string): { delimiter: string; length: number } | null {
  const found = /^sep=([^\r\n])(?:\r\n|\r|\n)/i.exec(start);
  return found?.[1] === undefined ? null : { delimiter: found[1], length: found[0].length };
}

function itemOf(record: CsvRecord, judge: RowJudge, lineShift: number): TableItem | null {
  const line = record.line + lineShift;
  if (record.fault !== null) return judge.fault(line, record.fault.code, record.fault.message);
  if (record.cells.some((cell) => cell.includes(REPLACEMENT))) {
    return judge.fault(line, 'csv-encoding', 'The row holds bytes that are not of its encoding');
  }
  return judge.judge(record.cells, line);
}

function encodingWarning(detected: DetectedEncoding): TableItem {
  const message = `Nothing names the encoding of the file; it is read as ${detected.encoding}: check accented letters`;
  return { kind: 'fault', place: { line: 1 }, code: 'csv-encoding-guessed', message };
}

/**
 * Reads CSV (RFC 4180 and what spreadsheets make of it) of any size with flat memory. A bad row comes as a fault and
 * costs no other; a fault `csv-encoding-guessed` before the header is a warning.
 * @throws FormatError `too-large` only
 */
export async function* readCsv(
  source: AsyncIterable<Uint8Array>,
  options: CsvOptions = {},
): AsyncGenerator<TableItem> {
  const limits = { ...defaultTableLimits, ...options.limits };
  const { head, whole } = await peekSource(source, HEAD_BYTES);
  try {
    const found = detectEncoding(head);
    const detected: DetectedEncoding =
      options.encoding === undefined || options.encoding === found.encoding
        ? found
        : { encoding: options.encoding, markLength: 0, isGuess: false };
    if (detected.isGuess && options.encoding === undefined) yield encodingWarning(detected);
    const start = new TextDecoder(detected.encoding).decode(head);
    const named = namedDelimiter(start);
    const delimiter = options.delimiter ?? named?.delimiter ?? detectDelimiter(start);
    const tokenizer = new CsvTokenizer(delimiter, limits);
    const judge = new RowJudge(limits);
    let toSkip = named?.length ?? 0;
    const lineShift = named === null ? 0 : 1;
    for await (const text of decode(whole, detected, limits.maxBytes)) {
      const rest = text.slice(toSkip);
      toSkip -= text.length - rest.length;
      for (const record of tokenizer.push(rest)) {
        const item = itemOf(record, judge, lineShift);
        if (item !== null) yield item;
        if (judge.isFull) return;
      }
    }
    for (const record of tokenizer.end()) {
      const item = itemOf(record, judge, lineShift);
      if (item !== null) yield item;
    }
  } finally {
    await whole.return(undefined);
  }
}
