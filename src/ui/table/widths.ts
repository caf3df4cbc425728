import type { Column } from './column.ts';

const REM = 16;
const CHECK = 2.5 * REM;
const TITLE = 19 * REM;

/** Pixels of a declared width, which is in rem; the title's when none is declared. */
function pixels(width: string | undefined): number {
  return width === undefined ? TITLE : Number.parseFloat(width) * REM;
}

/** What stands beside the text of a cell: its padding, and a pixel that rounding may take. */
const BESIDE = 1.5 * REM + 1;

/**
 * The columns with room for the whole text of those that are never cut.
 * @param measure pixels of the longest of some texts, as the cells print them
 */
export function withWhole<T, C extends Pick<Column<T>, 'width' | 'whole'>>(
  columns: readonly C[],
  rows: readonly T[],
  measure: (texts: readonly string[]) => number,
): readonly C[] {
  return columns.map((column) => {
    const { whole, width } = column;
    if (whole === undefined) return column;
    const needed = Math.ceil(measure(rows.map(whole))) + BESIDE;
    return { ...column, width: `${Math.max(pixels(width), needed) / REM}rem` };
  });
}

/** Room for the box to choose a row and every column. */
export function naturalWidth(columns: readonly { readonly width?: string }[]): number {
  return columns.reduce((sum, { width }) => sum + pixels(width), CHECK);
}

/**
 * Widths in pixels that fill a table: what is left over goes to all columns in proportion, to the title three times, because it is the
 * longest and cut first. Nothing is narrower than declared; a table without that room scrolls.
 */
export function fillWidths(
  columns: readonly { readonly width?: string }[],
  available: number,
): number[] {
  const over = Math.max(0, available - naturalWidth(columns));
  const weight = (width: string | undefined) => pixels(width) * (width === undefined ? 3 : 1);
  const all = columns.reduce((sum, { width }) => sum + weight(width), 0);
  return columns.map(({ width }) => Math.floor(pixels(width) + (over * weight(width)) / all));
}
