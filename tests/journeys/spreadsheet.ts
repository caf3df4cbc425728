import type { Table } from './form-at-desk.ts';

const cell = (value: unknown): string => {
  if (value === undefined) return '';
  if (value === true) return 'yes';
  return Array.isArray(value) ? value.join('; ') : String(value);
};

/** Objects as the rows of a spreadsheet: what stands above each column, by the name of its value. */
export function sheet(columns: Readonly<Record<string, string>>, rows: readonly object[]): Table {
  const names = Object.keys(columns);
  const lines = rows.map((row) => {
    const values = row as Readonly<Record<string, unknown>>;
    return names.map((name) => cell(values[name]));
  });
  return { table: [Object.values(columns), ...lines] };
}

/** The same with the names of the fields above the columns. */
export function sheetOf(names: readonly string[], rows: readonly object[]): Table {
  return sheet(Object.fromEntries(names.map((name) => [name, name])), rows);
}
