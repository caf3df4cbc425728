import type { FormatPlace } from '../format-error.ts';

/** What a table may ask of us. */
export interface TableLimits {
  /** Size of the whole input as it comes, in bytes. */
  maxBytes: number;
  maxRows: number;
  /** Cells of one row. */
  maxCells: number;
  /** Characters of one cell. */
  maxCellCharacters: number;
  /** Characters of one row. */
  maxRowCharacters: number;
}

/** 1 GiB, 2 million rows, 1,024 cells a row, 128 Ki characters a cell, 1 Mi characters a row. */
export const defaultTableLimits: Readonly<TableLimits> = Object.freeze({
  maxBytes: 1024 ** 3,
  maxRows: 2_000_000,
  maxCells: 1024,
  maxCellCharacters: 128 * 1024,
  maxRowCharacters: 1024 * 1024,
});

/**
 * One thing read from a table. Each table (a CSV file, a sheet) starts with its header: the first row that is not
 * empty. Cells are text, with surrounding white space removed; dates are ISO 8601. Empty rows do not come.
 */
export type TableItem =
  | { kind: 'header'; place: FormatPlace; cells: string[] }
  | { kind: 'row'; place: FormatPlace; cells: string[] }
  | { kind: 'fault'; place: FormatPlace; code: string; message: string };

/** A cell to write. */
export type TableCell = string | number | boolean | Date | null | undefined;

/** Rows to write, the header first. */
export type TableRows = Iterable<readonly TableCell[]> | AsyncIterable<readonly TableCell[]>;

/** Decides for each row read whether it is the header, a row or a fault; the same for every kind of table. */
export class RowJudge {
  readonly #limits: TableLimits;
  readonly #path: string | undefined;
  #columns = -1;
  #rows = 0;

  constructor(limits: TableLimits, path?: string) {
    this.#limits = limits;
    this.#path = path;
  }

  place(line: number): FormatPlace {
    return this.#path === undefined ? { line } : { path: this.#path, line };
  }

  /** True once no more rows may come. */
  get isFull(): boolean {
    return this.#rows > this.#limits.maxRows;
  }

  fault(line: number, code: string, message: string): TableItem {
    return { kind: 'fault', place: this.place(line), code, message };
  }

  /** The row as an item, or null when it is empty. */
  judge(written: readonly string[], line: number): TableItem | null {
    const cells = written.map((cell) => cell.trim());
    while (cells.length > 0 && cells.at(-1) === '') cells.pop();
    if (cells.length === 0) return null;
    if (cells.some((cell) => cell.includes('\0'))) {
      return this.fault(line, 'table-nul', 'A cell holds the NUL character');
    }
    if (this.#columns < 0) {
      this.#columns = cells.length;
      return { kind: 'header', place: this.place(line), cells };
    }
    this.#rows += 1;
    if (this.isFull) {
      const what = `The table has more than ${this.#limits.maxRows} rows; the rest is not read`;
      return this.fault(line, 'table-too-many-rows', what);
    }
    if (cells.length > this.#columns) {
      const what = `The row has ${cells.length} cells, the header ${this.#columns}`;
      return this.fault(line, 'table-columns', what);
    }
    while (cells.length < this.#columns) cells.push('');
    return { kind: 'row', place: this.place(line), cells };
  }
}
