import type { TableLimits } from './table.ts';

/** One record as read: its cells, or what is wrong with it. */
export interface CsvRecord {
  cells: string[];
  /** Line of the input on which it starts, from 1. */
  line: number;
  fault: { code: string; message: string } | null;
}

const delimiters = [',', ';', '\t', '|'] as const;
export type CsvDelimiter = (typeof delimiters)[number];

/** How often the character stands outside quotes on each of the first records. */
function countsOf(text: string, delimiter: string): number[] {
  const counts: number[] = [];
  let count = 0;
  let inQuotes = false;
  for (const character of text) {
    if (character === '"') inQuotes = !inQuotes;
    else if (inQuotes) continue;
    else if (character === delimiter) count += 1;
    else if (character === '\n') {
      counts.push(count);
      count = 0;
    }
  }
  if (counts.length === 0) counts.push(count);
  return counts;
}

/** Finds the delimiter by the start of the text: the one that stands equally often on most of the first records. */
export function detectDelimiter(start: string): CsvDelimiter {
  let best: CsvDelimiter = ',';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const counts = countsOf(start.slice(0, 65_536), delimiter).slice(0, 50);
    const first = counts[0] ?? 0;
    if (first === 0) continue;
    const share = counts.filter((count) => count === first).length / counts.length;
    const score = share * 1000 + Math.min(first, 999) / 1000;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/**
 * Splits CSV (RFC 4180, with any line ending and delimiter) into records, over any number of pieces of text. A record
 * beyond the limits is given up to the end of its line, so memory stays bounded and what follows is still read.
 */
export class CsvTokenizer {
  readonly #delimiter: string;
  readonly #limits: TableLimits;
  #records: CsvRecord[] = [];
  #cells: string[] = [];
  #cell = '';
  #rowCharacters = 0;
  #state: 'start' | 'plain' | 'quoted' | 'closed' | 'skip' = 'start';
  #fault: CsvRecord['fault'] = null;
  #line = 1;
  #recordLine = 1;
  #afterReturn = false;

  constructor(delimiter: string, limits: TableLimits) {
    this.#delimiter = delimiter;
    this.#limits = limits;
  }

  /** Takes more text; returns the records it completed. */
  push(text: string): CsvRecord[] {
    let at = 0;
    while (at < text.length) {
      if (this.#state === 'quoted') at = this.#inQuotes(text, at);
      else if (this.#state === 'skip') at = this.#skipping(text, at);
      else at = this.#outside(text, at);
    }
    return this.#records.splice(0);
  }

  /** Takes the end of the input; returns the last record, if any. */
  end(): CsvRecord[] {
    if (this.#state === 'quoted') {
      this.#fault ??= {
        code: 'csv-unclosed-quote',
        message: 'A quote is opened here and never closed: the rest of the file belongs to it',
      };
    }
    const isEmpty = this.#state === 'start' && this.#cells.length === 0 && this.#fault === null;
    if (!isEmpty) this.#endRecord();
    return this.#records.splice(0);
  }

  #add(text: string): void {
    const { maxCellCharacters, maxRowCharacters } = this.#limits;
    this.#rowCharacters += text.length;
    if (this.#cell.length + text.length > maxCellCharacters) {
      this.#giveUp('csv-cell-too-long', `A cell is longer than ${maxCellCharacters} characters`);
    } else if (this.#rowCharacters > maxRowCharacters) {
      this.#giveUp('csv-row-too-long', `The row is longer than ${maxRowCharacters} characters`);
    } else {
      this.#cell += text;
    }
  }

  #giveUp(code: string, message: string): void {
    this.#fault = { code, message };
    this.#cells = [];
    this.#cell = '';
    this.#state = 'skip';
  }

  #inQuotes(text: string, from: number): number {
    const quote = text.indexOf('"', from);
    const end = quote < 0 ? text.length : quote;
    const part = text.slice(from, end);
    this.#countLines(part);
    this.#add(part);
    // Given up within quotes: where the record ends is not known, so the end of this line has to do.
    if (quote < 0 || this.#isGivenUp()) return end;
    this.#state = 'closed';
    return quote + 1;
  }

  #isGivenUp(): boolean {
    return this.#state === 'skip';
  }

  #countLines(part: string): void {
    for (let at = 0; at < part.length; at += 1) {
      const code = part.charCodeAt(at);
      if (code === 13 || (code === 10 && !this.#afterReturn)) this.#line += 1;
      this.#afterReturn = code === 13;
    }
    if (part.length === 0) this.#afterReturn = false;
  }

  #skipping(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      const character = text[at];
      if (character === '\n' || character === '\r') return this.#endLine(character, at);
    }
    return text.length;
  }

  #outside(text: string, from: number): number {
    const character = text[from] as string;
    if (character === '\n' || character === '\r') return this.#endLine(character, from);
    this.#afterReturn = false;
    if (character === this.#delimiter) {
      this.#endCell();
      return from + 1;
    }
    if (character === '"' && this.#state !== 'plain') {
      // The second of two quotes within a quoted cell stands for one.
      if (this.#state === 'closed') this.#add('"');
      if (!this.#isGivenUp()) this.#state = 'quoted';
      return from + 1;
    }
    if (this.#state === 'closed' && character !== ' ' && this.#fault === null) {
      const message = 'Text stands behind the closing quote of a cell';
      this.#fault = { code: 'csv-quote', message };
    }
    const end = this.#plainEnd(text, from);
    if (this.#state === 'start') this.#state = 'plain';
    this.#add(text.slice(from, end));
    return end;
  }

  #plainEnd(text: string, from: number): number {
    const closed = this.#state === 'closed';
    let at = from + 1;
    for (; at < text.length; at += 1) {
      const character = text[at];
      if (character === this.#delimiter || character === '\n' || character === '\r') break;
      if (closed && character === '"') break;
    }
    return at;
  }

  #endLine(character: string, at: number): number {
    if (character === '\n' && this.#afterReturn) {
      // The second half of CR LF: the record has ended already.
      this.#afterReturn = false;
      this.#recordLine = this.#line;
      return at + 1;
    }
    this.#line += 1;
    this.#afterReturn = character === '\r';
    this.#endRecord();
    return at + 1;
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = '';
    this.#state = 'start';
    if (this.#cells.length > this.#limits.maxCells) {
      this.#giveUp('csv-too-many-cells', `The row has more than ${this.#limits.maxCells} cells`);
    }
  }

  #endRecord(): void {
    if (!this.#isGivenUp()) this.#cells.push(this.#cell);
    this.#records.push({ cells: this.#cells, line: this.#recordLine, fault: this.#fault });
    this.#cells = [];
    this.#cell = '';
    this.#rowCharacters = 0;
    this.#fault = null;
    this.#state = 'start';
    this.#recordLine = this.#line;
  }
}
