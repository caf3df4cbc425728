import { FormatError } from '../format-error.ts';
import { xmlEvents } from '../xml/xml-events.ts';
import { officeXml } from './office-xml.ts';
import { defaultTableLimits, RowJudge, type TableItem, type TableLimits } from './table.ts';
import { XlsxRowReader } from './xlsx-rows.ts';
import { readWorkbook, type XlsxSheet, type XlsxWorkbook } from './xlsx-workbook.ts';
import { defaultZipLimits, readWhole, ZipArchive, type ZipLimits } from './zip-archive.ts';

export interface XlsxOptions {
  /** Limits of each sheet; the size of the file is limited by `zipLimits`. */
  limits?: Partial<TableLimits>;
  zipLimits?: Partial<ZipLimits>;
  /** Names of the sheets to read; default: all that are not hidden. */
  sheets?: readonly string[];
}

function refuseOther(bytes: Uint8Array): void {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return;
  const isCompound =
    bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
  throw new FormatError(
    'xlsx-format',
    isCompound
      ? 'The file is an old .xls or protected by a password: save it as .xlsx without one'
      : 'The file is no .xlsx workbook',
    { offset: 0 },
  );
}

async function* readSheet(
  zip: ZipArchive,
  workbook: XlsxWorkbook,
  sheet: XlsxSheet,
  limits: TableLimits,
): AsyncGenerator<TableItem> {
  const judge = new RowJudge(limits, sheet.name);
  const reader = new XlsxRowReader(workbook, limits);
  for await (const _ of xmlEvents(zip.read(sheet.part), reader.handlers, {
    path: sheet.part,
    ...officeXml,
  })) {
    void _;
    for (const row of reader.take()) {
      const item =
        row.fault === null
          ? judge.judge(row.cells, row.line)
          : judge.fault(row.line, row.fault.code, row.fault.message);
      if (item !== null) yield item;
      if (judge.isFull) return;
    }
  }
}

/**
 * Reads the sheets of an Excel workbook (ECMA-376) row by row: shared and inline text, dates as ISO 8601, of formulas
 * the stored result. The file is held packed; sheets are unpacked as they are read. A broken sheet comes as a fault and
 * costs no other. `place.path` is the sheet's name.
 * @throws FormatError when the file is no workbook, beyond the limits, or damaged in what all sheets share
 */
export async function* readXlsx(
  source: AsyncIterable<Uint8Array>,
  options: XlsxOptions = {},
): AsyncGenerator<TableItem> {
  const limits = { ...defaultTableLimits, ...options.limits };
  const zipLimits = { ...defaultZipLimits, ...options.zipLimits };
  const bytes = await readWhole(source, zipLimits.maxBytes);
  refuseOther(bytes);
  const zip = await ZipArchive.open(bytes, zipLimits);
  const workbook = await readWorkbook(zip);
  const wanted = workbook.sheets.filter((sheet) =>
    options.sheets === undefined ? !sheet.isHidden : options.sheets.includes(sheet.name),
  );
  for (const sheet of wanted) {
    try {
      yield* readSheet(zip, workbook, sheet, limits);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      const place = { ...error.place, path: sheet.name };
      yield { kind: 'fault', place, code: error.code, message: error.what };
    }
  }
}
