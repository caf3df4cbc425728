import { FormatError } from '../format-error.ts';
import { type XmlHandlers, xmlEvents } from '../xml/xml-events.ts';
import { officeXml } from './office-xml.ts';
import type { ZipArchive } from './zip-archive.ts';

export interface XlsxSheet {
  name: string;
  /** Name of its part in the archive. */
  part: string;
  isHidden: boolean;
}

/** What the sheets refer to. */
export interface XlsxWorkbook {
  sheets: XlsxSheet[];
  sharedStrings: string[];
  /** By style index: whether a number of that style is a date. */
  dateStyles: boolean[];
  /** Whether days count from 1904 (old Macintosh workbooks). */
  is1904: boolean;
}

const MAX_SHARED_CHARACTERS = 64 * 1024 * 1024;
const MAX_SHEETS = 1000;
const MAX_STYLES = 100_000;

async function readPart(zip: ZipArchive, part: string, handlers: XmlHandlers): Promise<void> {
  for await (const _ of xmlEvents(zip.read(part), handlers, { path: part, ...officeXml })) void _;
}

/** The part that a relationship's target names, seen from `xl/`. */
function partOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
}

async function readRelationships(zip: ZipArchive): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await readPart(zip, 'xl/_rels/workbook.xml.rels', {
    open(name, attributes) {
      // Only parts within the archive: what lies outside is never fetched.
      if (name !== 'Relationship' || attributes.TargetMode === 'External') return;
      const { Id: id, Target: target } = attributes;
      if (id !== undefined && target !== undefined) targets.set(id, partOf(target));
    },
  });
  return targets;
}

async function readSheets(zip: ZipArchive): Promise<Pick<XlsxWorkbook, 'sheets' | 'is1904'>> {
  const targets = await readRelationships(zip);
  const sheets: XlsxSheet[] = [];
  let is1904 = false;
  await readPart(zip, 'xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const part = targets.get(attributes['r:id'] ?? attributes.id ?? '');
      // A sheet that is a chart or a macro has no rows.
      if (part === undefined || !part.includes('worksheets/')) return;
      const state = attributes.state ?? 'visible';
      sheets.push({ name: attributes.name ?? '', part, isHidden: state !== 'visible' });
      if (sheets.length > MAX_SHEETS) {
        throw new FormatError('xlsx-too-many-sheets', `More than ${MAX_SHEETS} sheets`);
      }
    },
  });
  return { sheets, is1904 };
}

async function readSharedStrings(zip: ZipArchive): Promise<string[]> {
  const strings: string[] = [];
  const part = 'xl/sharedStrings.xml';
  if (!zip.has(part)) return strings;
  let current = '';
  let isText = false;
  let isPhonetic = false;
  let total = 0;
  await readPart(zip, part, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 't') isText = !isPhonetic;
    },
    text(text) {
      if (isText) current += text;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'si') {
        strings.push(current);
        total += current.length + 8;
        if (total > MAX_SHARED_CHARACTERS) {
          throw new FormatError('xlsx-too-large', 'The workbook holds too much text', {
            path: part,
          });
        }
      }
    },
  });
  return strings;
}

/** Whether a number format shows a date or time of day (ECMA-376 part 1, 18.8.30 and 18.8.31). */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) {
    return (
      (id >= 14 && id <= 22) ||
      (id >= 27 && id <= 36) ||
      (id >= 45 && id <= 47) ||
      (id >= 50 && id <= 58)
    );
  }
  const bare = code
    .slice(0, 255)
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/\[[^\]]*\]/g, '');
  return !/general/i.test(bare) && /[dmyhs]/i.test(bare);
}

async function readDateStyles(zip: ZipArchive): Promise<boolean[]> {
  const part = 'xl/styles.xml';
  const styles: boolean[] = [];
  if (!zip.has(part)) return styles;
  const codes = new Map<number, string>();
  let isCellFormats = false;
  await readPart(zip, part, {
    open(name, attributes) {
      if (name === 'cellXfs') isCellFormats = true;
      const id = Number(attributes.numFmtId ?? 0);
      if (name === 'numFmt' && attributes.formatCode !== undefined)
        codes.set(id, attributes.formatCode);
      if (name === 'xf' && isCellFormats) styles.push(isDateFormat(id, codes.get(id)));
      if (styles.length > MAX_STYLES || codes.size > MAX_STYLES) {
        throw new FormatError('xlsx-too-large', 'The workbook has too many styles', { path: part });
      }
    },
    close(name) {
      if (name === 'cellXfs') isCellFormats = false;
    },
  });
  return styles;
}

/** Reads what all sheets share. @throws FormatError when the archive is no workbook */
export async function readWorkbook(zip: ZipArchive): Promise<XlsxWorkbook> {
  if (!zip.has('xl/workbook.xml')) {
    const isBinary = zip.has('xl/workbook.bin');
    throw new FormatError(
      'xlsx-format',
      isBinary
        ? 'The workbook is a binary one (.xlsb): save it as .xlsx'
        : 'The archive holds no Excel workbook (xl/workbook.xml)',
    );
  }
  const { sheets, is1904 } = await readSheets(zip);
  return {
    sheets,
    is1904,
    sharedStrings: await readSharedStrings(zip),
    dateStyles: await readDateStyles(zip),
  };
}
