import type { XmlHandlers } from '../xml/xml-events.ts';
import type { TableLimits } from './table.ts';
import type { XlsxWorkbook } from './xlsx-workbook.ts';

/** One row of a sheet: its cells, or what is wrong with it. */
export interface XlsxRow {
  cells: string[];
  line: number;
  fault: { code: string; message: string } | null;
}

const DAY_MS = 86_400_000;
const MAX_ROW_NUMBER = 1_048_576;
const MAX_COLUMNS = 16_384;

/**
 * A day number of Excel as ISO 8601: the date, date and time, or the time alone below 1. Counted from 1900 with Excel's
 * 29 February of that year, or from 1904; null when no such day exists.
 */
export function dateOfSerial(serial: number, is1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return null;
  const shift = is1904 ? 1462 : serial < 60 && serial >= 1 ? 1 : 0;
  const ms = Math.round((serial + shift) * 86_400) * 1000;
  const text = new Date(Date.UTC(1899, 11, 30) + ms).toISOString().slice(0, 19);
  if (serial < 1 && !is1904) return text.slice(11);
  return ms % DAY_MS === 0 ? text.slice(0, 10) : text;
}

/** Column of a reference (`AB12`), from 0; -1 when it names none. */
export function columnOf(reference: string): number {
  let column = 0;
  let at = 0;
  for (; at < reference.length && at < 4; at += 1) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return at === 0 || column > MAX_COLUMNS ? -1 : column - 1;
}

/** Gathers the rows of one sheet from its XML (ECMA-376 part 1, 18.3.1). */
export class XlsxRowReader {
  readonly #workbook: XlsxWorkbook;
  readonly #limits: TableLimits;
  #rows: XlsxRow[] = [];
  #cells: string[] = [];
  #line = 0;
  #characters = 0;
  #fault: XlsxRow['fault'] = null;
  #column = -1;
  #type = 'n';
  #style = -1;
  #text = '';
  #takesText = false;
  #isPhonetic = false;
  #hasFormula = false;
  #hasValue = false;

  constructor(workbook: XlsxWorkbook, limits: TableLimits) {
    this.#workbook = workbook;
    this.#limits = limits;
  }

  /** The rows completed since the last call. */
  take(): XlsxRow[] {
    return this.#rows.splice(0);
  }

  readonly handlers: XmlHandlers = {
    open: (name, attributes) => this.#open(name, attributes),
    text: (text) => this.#addText(text),
    close: (name) => this.#close(name),
  };

  #failRow(code: string, message: string): void {
    this.#fault ??= { code, message };
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') this.#openRow(attributes.r);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'rPh') this.#isPhonetic = true;
    else if (name === 'f') this.#hasFormula = true;
    else if (name === 'v' || name === 't') {
      this.#takesText = !this.#isPhonetic;
      this.#hasValue = true;
    }
  }

  #openRow(reference: string | undefined): void {
    this.#cells = [];
    this.#characters = 0;
    this.#fault = null;
    this.#column = -1;
    const written = reference === undefined ? this.#line + 1 : Number(reference);
    const isValid = Number.isInteger(written) && written >= 1 && written <= MAX_ROW_NUMBER;
    this.#line = isValid ? written : this.#line + 1;
    if (!isValid) this.#failRow('xlsx-row-number', 'The row has no valid number');
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    const column = attributes.r === undefined ? this.#column + 1 : columnOf(attributes.r);
    if (column < 0) this.#failRow('xlsx-cell-reference', 'A cell has no valid reference');
    if (column >= this.#limits.maxCells) {
      this.#failRow('xlsx-too-many-cells', `The row has more than ${this.#limits.maxCells} cells`);
    }
    this.#column = column < 0 ? this.#column + 1 : column;
    this.#type = attributes.t ?? 'n';
    this.#style = Number(attributes.s ?? -1);
    this.#text = '';
    this.#hasFormula = false;
    this.#hasValue = false;
  }

  #addText(text: string): void {
    if (!this.#takesText || this.#fault !== null) return;
    this.#characters += text.length;
    const { maxCellCharacters, maxRowCharacters } = this.#limits;
    if (this.#text.length + text.length > maxCellCharacters) {
      this.#failRow('xlsx-cell-too-long', `A cell is longer than ${maxCellCharacters} characters`);
    } else if (this.#characters > maxRowCharacters) {
      this.#failRow('xlsx-row-too-long', `The row is longer than ${maxRowCharacters} characters`);
    } else {
      this.#text += text;
    }
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#takesText = false;
    else if (name === 'rPh') this.#isPhonetic = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') {
      const cells = this.#fault === null ? this.#cells : [];
      this.#rows.push({ cells, line: this.#line, fault: this.#fault });
    }
  }

  #closeCell(): void {
    if (this.#fault !== null) return;
    if (this.#hasFormula && !this.#hasValue) {
      const message =
        'A formula has no stored result: open the file once in a spreadsheet and save it';
      this.#failRow('xlsx-no-result', message);
      return;
    }
    const value = this.#value();
    // Shared strings count each time they are used, else a small file makes rows without limit.
    if (this.#type === 's') this.#characters += value.length;
    if (this.#characters > this.#limits.maxRowCharacters) {
      const message = `The row is longer than ${this.#limits.maxRowCharacters} characters`;
      this.#failRow('xlsx-row-too-long', message);
      return;
    }
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = value;
  }

  #value(): string {
    const text = this.#text;
    switch (this.#type) {
      case 's': {
        const found = this.#workbook.sharedStrings[Number(text)];
        if (found !== undefined && text !== '') return found;
        this.#failRow('xlsx-shared-string', `The workbook has no text number ${text.slice(0, 20)}`);
        return '';
      }
      case 'b':
        return text === '1' || text === 'true' ? 'TRUE' : 'FALSE';
      case 'n':
        return this.#number(text.trim());
      default:
        // inlineStr, str (result of a formula), d (ISO date), e (error such as #REF!)
        return text;
    }
  }

  #number(text: string): string {
    if (text === '') return '';
    const number = Number(text);
    if (!Number.isFinite(number)) {
      this.#failRow('xlsx-number', `“${text.slice(0, 40)}” is no number`);
      return '';
    }
    if (this.#workbook.dateStyles[this.#style] === true) {
      const date = dateOfSerial(number, this.#workbook.is1904);
      if (date !== null) return date;
    }
    // Files carry 17 digits (4.7000000000000002); the shortest form of the same number is what people typed.
    return String(number);
  }
}
