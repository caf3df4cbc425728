import papa from 'papaparse';
import type { Field } from '#engine/fields.ts';
import { type Row, toInstant } from './form-values.ts';

/** A field as a column of a pasted table: its words, and those of its options in the reader's language. */
export interface PastedColumn {
  readonly name: string;
  readonly title: string;
  readonly field: Field;
  /** Option by its words. */
  readonly options: ReadonlyMap<string, string>;
}

/** A cell that means nothing to its field: its row and column as the reader counts them. */
export interface Unread {
  readonly row: number;
  readonly title: string;
  readonly text: string;
}

/** A record that a cell names by its words, to be looked up. */
export interface Named {
  readonly row: number;
  readonly column: PastedColumn;
  readonly texts: readonly string[];
}

export interface PastedRows {
  readonly rows: readonly Row[];
  readonly unread: readonly Unread[];
  readonly named: readonly Named[];
  /** Words of the first row that name no column; that column is left out. */
  readonly unknown: readonly string[];
}

export const plainWords = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** Cells of a table copied from a spreadsheet (tabs) or from a CSV file (comma or semicolon); empty rows are left out. */
export function cellsOf(text: string): string[][] {
  const delimiter = text.includes('\t') ? '\t' : '';
  const { data } = papa.parse<string[]>(text.trim(), { delimiter, skipEmptyLines: 'greedy' });
  return data;
}

/** Whether a field can stand in one cell. */
export const fitsCell = (field: Field): boolean => field.kind !== 'rows';

/** Rows of a form from a table: columns by the names in its first row, otherwise in the order of the form. */
export function rowsOfCells(
  cells: readonly (readonly string[])[],
  columns: readonly PastedColumn[],
): PastedRows {
  const byWords = new Map(
    columns.flatMap((column) => [
      [plainWords(column.name), column] as const,
      [plainWords(column.title), column] as const,
    ]),
  );
  const first = cells[0] ?? [];
  const told = first.filter((cell) => byWords.has(plainWords(cell)));
  const titled = told.length > 1 || (told.length === 1 && first.length === 1);
  const order = titled ? first.map((cell) => byWords.get(plainWords(cell))) : columns;
  const unread: Unread[] = [];
  const named: Named[] = [];
  const rows = (titled ? cells.slice(1) : cells).map((line, index) => {
    const row: Record<string, unknown> = {};
    for (const [at, column] of order.entries()) {
      const text = (line[at] ?? '').trim();
      if (column === undefined || text === '') continue;
      const { field, name, title } = column;
      if (field.kind === 'reference' || field.kind === 'references') {
        const texts = field.kind === 'reference' ? [text] : several(text);
        named.push({ row: index, column, texts });
        continue;
      }
      const value = cellValue(text, column);
      if (value === undefined) unread.push({ row: index + 1, title, text });
      else row[name] = value;
    }
    return row;
  });
  const unknown = titled
    ? first.filter((cell) => cell.trim() !== '' && !byWords.has(plainWords(cell)))
    : [];
  return { rows, unread, named, unknown };
}

const several = (text: string): string[] =>
  text
    .split(/[;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

function cellValue(text: string, { field, options }: PastedColumn): unknown {
  const option = (words: string) => options.get(plainWords(words));
  switch (field.kind) {
    case 'choice':
    case 'boolean': {
      const found = option(text);
      return field.kind === 'boolean' && found !== undefined ? found === 'yes' : found;
    }
    case 'choices': {
      const found = several(text).map(option);
      return found.includes(undefined) ? undefined : found;
    }
    case 'tags':
      return several(text);
    case 'date':
      return dayOf(text) ?? undefined;
    case 'instant':
      return minuteOf(text);
    default:
      return text;
  }
}

/** A day as written in Europe or by ISO 8601: `22.11.2026`, `22/11/2026`, `2026-11-22`. */
function dayOf(text: string): string | null {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  const [, day = '', month = '', year] = /^(\d\d?)[./](\d\d?)[./](\d{4})$/.exec(text) ?? [];
  return year === undefined ? null : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** To the minute in UTC, as the input of an instant holds it. */
function minuteOf(text: string): string | undefined {
  const [, day = '', time = '', zone = ''] =
    /^(\S+?)[T,\s]\s*(\d\d?:\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|UTC|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const date = dayOf(day);
  if (date === null) return undefined;
  const at = toInstant(`${date}T${time.padStart(5, '0')}${zone === 'UTC' ? 'Z' : zone}`);
  return at.endsWith('Z') ? at.slice(0, 16) : undefined;
}
